"""The tables of the SQLite file."""

FORMAT = 1

TABLES = """
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
