"""The tables of the SQLite file: what each format added to the one before.

A new file gets every step, an older one those it lacks. In a table WITHOUT ROWID the columns of the key come first, or
the checks of some SQLite releases (3.40.1) take sound rows for broken ones.
"""

_FIRST = """
CREATE TABLE site (
    id TEXT NOT NULL, title TEXT NOT NULL, path TEXT NOT NULL, time_zone TEXT NOT NULL, created TEXT NOT NULL
);
CREATE TABLE users (
    id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, title TEXT NOT NULL, email TEXT NOT NULL
);
CREATE TABLE lists (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    folder TEXT NOT NULL UNIQUE,
    type_name TEXT NOT NULL,
    settings TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    last_item_id INTEGER NOT NULL DEFAULT 0,
    item_count INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL,
    item_modified TEXT NOT NULL,
    item_deleted TEXT NOT NULL
);
CREATE TABLE fields (
    list_id TEXT NOT NULL, id TEXT NOT NULL, internal_name TEXT NOT NULL, title TEXT NOT NULL,
    kind INTEGER NOT NULL, position INTEGER NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (list_id, internal_name)
) WITHOUT ROWID;
CREATE TABLE views (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id TEXT NOT NULL, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, settings TEXT NOT NULL
);
CREATE TABLE items (
    list_id TEXT NOT NULL, id INTEGER NOT NULL,
    unique_id TEXT NOT NULL, guid TEXT NOT NULL,
    version INTEGER NOT NULL, label INTEGER NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, author INTEGER NOT NULL, editor INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (list_id, id)
) WITHOUT ROWID;
CREATE TABLE item_versions (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, version INTEGER NOT NULL, label INTEGER NOT NULL,
    modified TEXT NOT NULL, editor INTEGER NOT NULL, cells TEXT NOT NULL,
    PRIMARY KEY (list_id, item_id, version)
) WITHOUT ROWID;
CREATE TABLE index_entries (
    list_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, item_id INTEGER NOT NULL,
    PRIMARY KEY (list_id, field, value, item_id)
) WITHOUT ROWID;
CREATE INDEX index_entries_by_item ON index_entries (list_id, item_id);
CREATE TABLE recycle_bin (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, list_id TEXT NOT NULL, item_id INTEGER,
    title TEXT NOT NULL, deleted TEXT NOT NULL, deleted_by INTEGER NOT NULL, document TEXT NOT NULL
);
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, kind INTEGER NOT NULL, moment TEXT NOT NULL
);
CREATE INDEX changes_by_list ON changes (list_id, number);
"""

_FILES_AND_BIN = """
CREATE TABLE entries (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, unique_id TEXT NOT NULL UNIQUE, is_folder INTEGER NOT NULL,
    path TEXT NOT NULL, key TEXT NOT NULL UNIQUE, parent_key TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (list_id, item_id)
) WITHOUT ROWID;
CREATE INDEX entries_by_parent ON entries (parent_key, key);
CREATE TABLE contents (unique_id TEXT PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE upload_pieces (
    upload_id TEXT NOT NULL, unique_id TEXT NOT NULL, start INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (upload_id, start)
);
CREATE TABLE hidden_references (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, field TEXT NOT NULL, target_id INTEGER NOT NULL,
    position INTEGER NOT NULL, target_list TEXT NOT NULL,
    PRIMARY KEY (list_id, item_id, field, target_id)
) WITHOUT ROWID;
CREATE INDEX hidden_references_by_target ON hidden_references (target_list, target_id);
CREATE TABLE content_types (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, family TEXT NOT NULL,
    UNIQUE (list_id, id)
);
ALTER TABLE changes ADD COLUMN unique_id TEXT NOT NULL DEFAULT '';
ALTER TABLE recycle_bin ADD COLUMN folder TEXT NOT NULL DEFAULT '';
UPDATE recycle_bin SET document = json_object('items', json_array(json(document)), 'entries', json_array())
WHERE kind = 'item';
"""

STEPS = (_FIRST, _FILES_AND_BIN)
FORMAT = len(STEPS)
