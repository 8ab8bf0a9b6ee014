// @pnp/sp against a site. HMICFRS_TEST_SITE and HMICFRS_TEST_TOKEN say where and as whom, NODE_EXTRA_CA_CERTS whom to
// trust. What the library wrote is looked up without it, by plain fetch. Everything happens in lists whose titles begin
// with "hmicfrs-sync check", and those are deleted at the end.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { SPDefault } from "@pnp/nodejs";
import { BearerToken } from "@pnp/queryable";
import { spfi } from "@pnp/sp";
import "@pnp/sp/batching.js";
import "@pnp/sp/fields/index.js";
import "@pnp/sp/files/index.js";
import "@pnp/sp/folders/index.js";
import "@pnp/sp/items/index.js";
import "@pnp/sp/lists/index.js";
import "@pnp/sp/recycle-bin/index.js";
import "@pnp/sp/site-users/index.js";
import "@pnp/sp/views/index.js";
import "@pnp/sp/webs/index.js";

const site = process.env.HMICFRS_TEST_SITE.replace(/\/$/, "");
const token = process.env.HMICFRS_TEST_TOKEN;
const title = `hmicfrs-sync check ${randomUUID()}`;
const sp = spfi(site).using(SPDefault({}), BearerToken(token));

// Each call gives a fresh list: the library's objects remember the $select of the query before.
const list = () => sp.web.lists.getByTitle(title);
const library = () => sp.web.lists.getByTitle(`${title} files`);
const address = `web/lists/getbytitle('${title}')`;

async function lookUp(path) {
  const headers = { Accept: "application/json;odata=nometadata", Authorization: `Bearer ${token}` };
  const answer = await fetch(encodeURI(`${site}/_api/${path}`), { headers });
  assert.equal(answer.status, 200, `${path}: ${answer.status}`);
  return answer.json();
}

const count = async () => (await lookUp(`${address}/ItemCount`)).value;
const add = (cells) => list().items.add(cells);

async function refusal(act) {
  try {
    await act();
  } catch (error) {
    return error.status ?? error.message;
  }
  return "not refused";
}

before(async () => {
  await sp.web.lists.add(title, "a check", 100, false, { EnableVersioning: true });
  await sp.web.lists.add(`${title} files`, "a check", 101);
  const { fields } = list();
  await fields.addText("Owner name", { MaxLength: 100 });
  await fields.addNumber("Score %");
  await fields.addDateTime("Due date");
  await fields.addChoice("Colour", { Choices: ["Red", "Green"] });
  await fields.addMultiChoice("Tags", { Choices: ["A", "B", "C"] });
  await fields.addBoolean("Done");
  await fields.addUrl("Link");
  await fields.addUser("Lead", { SelectionMode: 0 });
  await fields.addMultilineText("Notes", { RichText: false });
  await fields.addLookup("Parent", { LookupListId: (await lookUp(address)).Id, LookupFieldName: "Title" });
  await fields.createFieldAsXml("<Field Type='Text' DisplayName='Flag' Name='Flag' />");
});

after(async () => {
  for (const one of await sp.web.lists.select("Id", "Title")()) {
    if (one.Title.startsWith(title)) await sp.web.lists.getById(one.Id).delete();
  }
});

test("a list is as it was made, and changes", async () => {
  await list().update({ Description: "another" });
  const again = await sp.web.lists.ensure(title, "a third");

  const found = await lookUp(address);
  assert.equal(again.created, false);
  assert.deepEqual([found.Title, found.BaseTemplate, found.EnableVersioning], [title, 100, true]);
  assert.equal(found.Description, "a third");
  assert.equal((await sp.web.getList(`${new URL(site).pathname}/Lists/${title}`)()).Id, found.Id);
});

test("columns of every kind get their internal names and types", async () => {
  const found = new Map((await lookUp(`${address}/fields`)).value.map((one) => [one.InternalName, one.TypeAsString]));
  const expected = {
    Owner_x0020_name: "Text",
    Score_x0020__x0025_: "Number",
    Due_x0020_date: "DateTime",
    Colour: "Choice",
    Tags: "MultiChoice",
    Done: "Boolean",
    Link: "URL",
    Lead: "User",
    Notes: "Note",
    Parent: "Lookup",
    Flag: "Text",
  };
  for (const [name, kind] of Object.entries(expected)) assert.equal(found.get(name), kind, name);
});

test("a column is formatted, renamed and deleted", async () => {
  await list().fields.createFieldAsXml("<Field Type='Text' DisplayName='Mark' Name='Mark' />");
  const field = () => list().fields.getByInternalNameOrTitle("Mark");
  await field().update({ CustomFormatter: '{"elmType":"div"}', Title: "Gap flag" });
  const found = await lookUp(`${address}/fields/getbyinternalnameortitle('Mark')`);
  await field().delete();

  assert.deepEqual([found.Title, found.CustomFormatter], ["Gap flag", '{"elmType":"div"}']);
  assert.equal((await lookUp(`${address}/fields`)).value.some((one) => one.InternalName === "Mark"), false);
});

test("every kind of value is stored as it was given", async () => {
  const me = (await lookUp("web/currentuser")).Id;
  const parent = await add({ Title: "a parent" });
  const made = await add({
    Title: "£ ‘q’ & <b>",
    Owner_x0020_name: "x",
    Score_x0020__x0025_: 1.5,
    Due_x0020_date: "2026-09-30T00:00:00Z",
    Colour: "Blue, which is no choice",
    Tags: ["A", "C"],
    Done: true,
    Link: { Url: "https://e.example/", Description: "a page" },
    LeadId: me,
    Notes: "one\ntwo",
    ParentId: parent.Id,
  });

  const found = await lookUp(`${address}/items(${made.Id})`);
  assert.deepEqual([found.Title, found.Colour, found.Tags], ["£ ‘q’ & <b>", "Blue, which is no choice", ["A", "C"]]);
  assert.deepEqual([found.Score_x0020__x0025_, found.Done, found.Notes], [1.5, true, "one\ntwo"]);
  assert.deepEqual(found.Link, { Description: "a page", Url: "https://e.example/" });
  assert.deepEqual([found.LeadId, found.ParentId], [me, parent.Id]);
});

test("pages are walked to the end", async () => {
  while ((await count()) < 7) await add({ Title: "a row" });

  const ids = [];
  let pages = 0;
  for await (const page of list().items.select("Id").top(3)) {
    ids.push(...page.map((row) => row.Id));
    pages += 1;
  }

  const all = (await lookUp(`${address}/items?$top=5000&$select=Id`)).value.map((row) => row.Id);
  assert.deepEqual(ids, all);
  assert.equal(pages, Math.ceil(all.length / 3));
  assert.deepEqual((await list().items.select("Id").skip(all[1]).top(1)()).map((row) => row.Id), [all[2]]);
});

test("rows are filtered, selected, expanded and sorted", async () => {
  const mark = randomUUID();
  for (const number of [0, 1, 2]) await add({ Title: `${mark} it's ${number}` });

  const found = await list()
    .items.select("Id", "Title", "Author/Title")
    .expand("Author")
    .filter(`startswith(Title,'${mark} it''s') and Title ne '${mark} it''s 1'`)
    .orderBy("Title", false)();

  assert.deepEqual(
    found.map((row) => row.Title),
    [`${mark} it's 2`, `${mark} it's 0`],
  );
  assert.ok(found[0].Author.Title);
});

test("an old etag is refused and the right one is not", async () => {
  const made = await add({ Title: "before" });
  const item = () => list().items.getById(made.Id);
  const { etag } = await item().update({ Title: "between" }, made["odata.etag"]);

  assert.equal(await refusal(() => item().update({ Title: "lost" }, made["odata.etag"])), 412);
  assert.equal((await lookUp(`${address}/items(${made.Id})`)).Title, "between");
  await item().update({ Title: "after" }, etag);
  assert.equal((await lookUp(`${address}/items(${made.Id})`)).Title, "after");
});

test("what SharePoint refuses is refused", async () => {
  assert.equal(await refusal(() => add({ Title: "x".repeat(256) })), 500);
  assert.equal(await refusal(() => add({ Nothing: "x" })), 400);
  assert.equal(await refusal(() => list().items.getById(1_000_000)()), 404);
  assert.equal(await refusal(() => sp.web.lists.getByTitle("there is none")()), 404);
  assert.equal(await refusal(() => list().items.filter("Nothing eq 1")()), 400);
  assert.equal(await refusal(() => list().items.select("Nothing")()), 400);
});

test("batches answer each request, in parts of twenty", async () => {
  const before = await count();
  const mark = randomUUID();
  const [batched, execute] = sp.batched();
  const made = [];
  const target = batched.web.lists.getByTitle(title);
  for (let number = 0; number < 25; number += 1) {
    target.items.add({ Title: `${mark} ${number}` }).then((row) => made.push(row.Id));
  }
  await execute();

  const [second, executeSecond] = sp.batched();
  const answers = [];
  const items = second.web.lists.getByTitle(title).items;
  items.getById(made[0]).update({ Title: `${mark} changed` }).then((row) => answers.push(row.etag));
  items.getById(made[1]).update({ Title: "lost" }, '"00000000-0000-0000-0000-000000000000,1"').catch((error) => answers.push(error.status));
  items.getById(made[2]).delete().then(() => answers.push("deleted"));
  items.getById(made[3]).select("Title")().then((row) => answers.push(row.Title));
  await executeSecond();

  const [etag, ...others] = answers;
  assert.equal(new Set(made).size, 25);
  assert.ok(etag.endsWith(',2"'), etag);
  assert.deepEqual(others, [412, "deleted", `${mark} 3`]);
  assert.equal(await count(), before + 24);
});

test("a view shows what it was given", async () => {
  const ViewQuery = "<OrderBy><FieldRef Name='Modified' Ascending='FALSE' /></OrderBy>";
  const view = () => list().views.getByTitle("Recent");
  await list().views.add("Recent", false, { RowLimit: 30, ViewQuery });
  await view().fields.removeAll();
  for (const name of ["LinkTitle", "Modified", "Created"]) await view().fields.add(name);
  await view().fields.move("Created", 0);
  await view().fields.remove("Modified");
  await view().update({ RowLimit: 40, CustomFormatter: '{"additionalRowClass":""}' });

  const found = await lookUp(`${address}/views/getbytitle('Recent')`);
  assert.deepEqual([found.RowLimit, found.ViewQuery], [40, ViewQuery]);
  assert.deepEqual((await lookUp(`${address}/views/getbytitle('Recent')/viewfields`)).Items, ["Created", "LinkTitle"]);
  await view().delete();
  assert.equal((await lookUp(`${address}/views`)).value.some((one) => one.Title === "Recent"), false);
});

test("CAML and rendered rows find the same", async () => {
  const mark = randomUUID();
  await add({ Title: mark });
  const where = `<Where><Eq><FieldRef Name='Title'/><Value Type='Text'>${mark}</Value></Eq></Where>`;
  const ViewXml = `<View><Query>${where}</Query><ViewFields><FieldRef Name='Title'/></ViewFields></View>`;

  const [row] = await list().getItemsByCAMLQuery({ ViewXml });
  const stream = await list().renderListDataAsStream({ ViewXml });
  const rendered = await list().renderListData(ViewXml.replaceAll("'", "''"));

  assert.equal(row.Title, mark);
  assert.deepEqual([stream.Row.map((one) => one.Title), rendered.Row.map((one) => one.Title)], [[mark], [mark]]);
});

test("changes and versions are told", async () => {
  const made = await add({ Title: "one" });
  const { CurrentChangeToken } = await lookUp(`${address}?$select=CurrentChangeToken`);
  const item = () => list().items.getById(made.Id);
  await item().update({ Title: "two" });
  await item().validateUpdateListItem([{ FieldName: "Title", FieldValue: "three" }]);

  const changes = await list().getChanges({ Item: true, Update: true, ChangeTokenStart: CurrentChangeToken });
  const versions = await item().versions.select("Title")();
  assert.deepEqual(
    changes.map((one) => [one.ItemId, one.ChangeType]),
    [
      [made.Id, 2],
      [made.Id, 2],
    ],
  );
  assert.deepEqual(
    versions.map((one) => one.Title),
    ["three", "two", "one"],
  );
});

test("an item goes to the bin and comes back", async () => {
  const made = await add({ Title: "to and fro" });
  const there = `${address}/items?$filter=Id eq ${made.Id}&$select=Title`;
  const key = await list().items.getById(made.Id).recycle();
  const gone = (await lookUp(there)).value;
  const binned = await sp.web.recycleBin.getById(key)();
  await sp.web.recycleBin.getById(key).restore();

  assert.equal(binned.Title, "to and fro");
  assert.deepEqual([gone, (await lookUp(there)).value], [[], [{ Title: "to and fro" }]]);
});

test("files go and come back, whole and in pieces", async () => {
  const { ServerRelativeUrl: path } = await library().rootFolder();
  const root = () => sp.web.getFolderByServerRelativePath(path);
  const file = (name) => sp.web.getFileByServerRelativePath(`${path}/${name}`);
  const large = new Uint8Array(250_000).map((_, index) => index % 251);
  await root().folders.addUsingPath("2026 £");
  await sp.web.getFolderByServerRelativePath(`${path}/2026 £`).files.addUsingPath("report ‘1’.txt", "one", { Overwrite: true });
  await root().files.addChunked("large.bin", new Blob([large]), { chunkSize: 100_000, Overwrite: true });
  await file("2026 £/report ‘1’.txt").setContent("two");

  assert.equal(await file("2026 £/report ‘1’.txt").getText(), "two");
  assert.deepEqual(new Uint8Array(await file("large.bin").getBuffer()), large);
  assert.equal((await (await file("large.bin").getItem())()).FileSystemObjectType, 0);
  await file("2026 £/report ‘1’.txt").recycle();
  assert.deepEqual((await lookUp(`web/getfolderbyserverrelativepath(decodedurl='${path}/2026 £')/files`)).value, []);
});
