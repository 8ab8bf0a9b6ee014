PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, kind INTEGER NOT NULL, moment TEXT NOT NULL
);
INSERT INTO "changes" VALUES(1,'624ca7e7-8955-48df-a9b2-7dfb49591420',1,1,'2026-11-23T07:01:49Z');
INSERT INTO "changes" VALUES(2,'624ca7e7-8955-48df-a9b2-7dfb49591420',2,1,'2026-11-23T07:01:49Z');
INSERT INTO "changes" VALUES(3,'624ca7e7-8955-48df-a9b2-7dfb49591420',2,3,'2026-11-23T07:01:49Z');
CREATE TABLE fields (
    list_id TEXT NOT NULL, id TEXT NOT NULL, internal_name TEXT NOT NULL, title TEXT NOT NULL,
    kind INTEGER NOT NULL, position INTEGER NOT NULL, settings TEXT NOT NULL,
    PRIMARY KEY (list_id, internal_name)
) WITHOUT ROWID;
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','67df98f4-9dec-48ff-a553-29bece9c5bf4','Attachments','Attachments',19,11,'{}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','1df5e554-ec7e-46a6-901d-d85a3881cb18','Author','Created By',20,7,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','3a6b296c-3f50-445c-a13f-9c679ea9dda3','ComplianceAssetId','Compliance Asset Id',2,2,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','c042a256-787d-4a6f-8a8a-cf6ab767f12d','ContentType','Content Type',12,4,'{}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','03e45e84-1992-4d42-9116-26f756012634','ContentTypeId','Content Type ID',25,0,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','8c06beca-0777-48f7-91c7-6da68bc07b69','Created','Created',4,6,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','081c6e4c-5c14-4f20-b23e-1a71ceb6a67c','DocIcon','Type',12,20,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','503f1caa-358e-4918-9094-4a2cdc4bc034','Edit','Edit',12,12,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','d31655d1-1d5b-4511-95a1-7a09e9b75bf2','Editor','Modified By',20,8,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','30bb605f-5bae-48fe-b4e3-1f81d9772af9','FSObjType','Item Type',7,18,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','8553196d-ec8d-4564-9861-3dbe931050c8','FileLeafRef','Name',2,17,'{"Hidden": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','94f89715-e097-4e8b-ba79-ea02aa8b7adb','FileRef','URL Path',7,16,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','ae069f25-3ac2-4256-b9c3-15dbc15da0e0','GUID','GUID',14,15,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','1d22ea11-1e32-424e-89ab-9fedbadb6ce1','ID','ID',5,3,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','82642ec8-ef9b-478f-acf9-31f7d45fbc31','LinkTitle','Title',12,14,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','bc91a437-52e7-49e1-8c4e-4698904b2b6d','LinkTitleNoMenu','Title',12,13,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','28cf69c5-fa48-462a-b5cd-27b6f9d2bd5f','Modified','Modified',4,5,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','fa564e0f-0c70-4ab9-b863-0177e6ddd247','Title','Title',2,1,'{"Required": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','4b7403de-8d94-43e8-9f0f-137a3e298126','UniqueId','Unique Id',7,19,'{"Hidden": true, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','dce8262a-3ae9-45e9-aab4-83bd75fb738a','_UIVersionString','Version',2,10,'{"Hidden": false, "ReadOnlyField": true}');
INSERT INTO "fields" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420','d4e44a66-ee3a-4d02-88c9-4ec5ff3f4cd5','owshiddenversion','owshiddenversion',5,9,'{"Hidden": true, "ReadOnlyField": true}');
CREATE TABLE index_entries (
    list_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, item_id INTEGER NOT NULL,
    PRIMARY KEY (list_id, field, value, item_id)
) WITHOUT ROWID;
CREATE TABLE item_versions (
    list_id TEXT NOT NULL, item_id INTEGER NOT NULL, version INTEGER NOT NULL, label INTEGER NOT NULL,
    modified TEXT NOT NULL, editor INTEGER NOT NULL, cells TEXT NOT NULL,
    PRIMARY KEY (list_id, item_id, version)
) WITHOUT ROWID;
INSERT INTO "item_versions" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420',1,1,512,'2026-11-23T07:01:49Z',1073741822,'{"Title": "Custody"}');
INSERT INTO "item_versions" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420',2,1,512,'2026-11-23T07:01:49Z',1073741822,'{"Title": "Crime"}');
CREATE TABLE items (
    list_id TEXT NOT NULL, id INTEGER NOT NULL,
    unique_id TEXT NOT NULL, guid TEXT NOT NULL,
    version INTEGER NOT NULL, label INTEGER NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, author INTEGER NOT NULL, editor INTEGER NOT NULL,
    cells TEXT NOT NULL,
    PRIMARY KEY (list_id, id)
) WITHOUT ROWID;
INSERT INTO "items" VALUES('624ca7e7-8955-48df-a9b2-7dfb49591420',1,'724c812b-147f-40b0-8a6c-76fc9c7e5d15','a4e72765-c7a6-48bc-ab81-39751573c334',1,512,'2026-11-23T07:01:49Z','2026-11-23T07:01:49Z',1073741822,1073741822,'{"Title": "Custody"}');
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
INSERT INTO "lists" VALUES(1,'624ca7e7-8955-48df-a9b2-7dfb49591420','Boards','/sites/old/Lists/Boards','Boards','{}',1,2,1,'2026-11-23T07:01:49Z','2026-11-23T07:01:49Z','2026-11-23T07:01:49Z');
CREATE TABLE recycle_bin (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, list_id TEXT NOT NULL, item_id INTEGER,
    title TEXT NOT NULL, deleted TEXT NOT NULL, deleted_by INTEGER NOT NULL, document TEXT NOT NULL
);
INSERT INTO "recycle_bin" VALUES('e22283f0-0bdc-484c-a958-7c3804f60334','item','624ca7e7-8955-48df-a9b2-7dfb49591420',2,'Crime','2026-11-23T07:01:49Z',1073741822,'{"list_id": "624ca7e7-8955-48df-a9b2-7dfb49591420", "id": 2, "unique_id": "c110f955-1ee2-431a-9b4b-b832bd0a067f", "guid": "d20c214b-57c5-4dec-b016-e3bf7543ef49", "version": 1, "label": 512, "created": "2026-11-23T07:01:49Z", "modified": "2026-11-23T07:01:49Z", "author": 1073741822, "editor": 1073741822, "cells": "{\"Title\": \"Crime\"}"}');
CREATE TABLE site (
    id TEXT NOT NULL, title TEXT NOT NULL, path TEXT NOT NULL, time_zone TEXT NOT NULL, created TEXT NOT NULL
);
INSERT INTO "site" VALUES('a1fcb3ce-ae55-49ab-bc09-f058bea5f933','Old','/sites/old','Europe/London','2026-11-23T07:01:49Z');
CREATE TABLE users (
    id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE, title TEXT NOT NULL, email TEXT NOT NULL
);
INSERT INTO "users" VALUES(1073741822,'i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint','SharePoint App','');
CREATE TABLE views (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    list_id TEXT NOT NULL, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, settings TEXT NOT NULL
);
INSERT INTO "views" VALUES(1,'624ca7e7-8955-48df-a9b2-7dfb49591420','8a163295-8f28-419a-8d51-8dd00fcc2df0','All Items','{"DefaultView": true, "MobileDefaultView": true, "fields": ["LinkTitle"]}');
CREATE INDEX index_entries_by_item ON index_entries (list_id, item_id);
CREATE INDEX changes_by_list ON changes (list_id, number);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('lists',1);
INSERT INTO "sqlite_sequence" VALUES('views',1);
INSERT INTO "sqlite_sequence" VALUES('changes',3);
COMMIT;
