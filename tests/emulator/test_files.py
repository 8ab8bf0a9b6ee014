"""Files and folders: sent, fetched, listed and taken away; nothing gets out of its library by its name."""

import pytest

from tests.emulator.rest import MODERN, NONE, VERBOSE, Api, encode

SHARED = "web/getfolderbyserverrelativeurl('Shared%20Documents')"
LIBRARY = "web/lists/getbytitle('Documents')"
ROOT = "/sites/hmicfrs/Shared Documents"
CONTENT = b"PK\x03\x04\x00\xff not text"


def send(api: Api, name: str, content: bytes = CONTENT, folder: str = SHARED, more: str = "overwrite=true,") -> int:
    address = f"{folder}/files/add({more}url='{encode(name)}')"
    return api.post(address, content, Content_Type="application/octet-stream").status


def fetch(api: Api, path: str) -> tuple[int, bytes]:
    """Fetch a file's bytes, which the test client reads as text: here they are plain."""
    reply = api.get(f"web/getfilebyserverrelativepath(decodedurl='{encode(path)}')/$value")
    return reply.status, reply.text.encode()


@pytest.mark.parametrize("accept", [VERBOSE, NONE])
def test_a_file_is_described_in_the_dialects_that_can_send_it(api: Api, accept: str) -> None:
    answer = api.post(
        f"{SHARED}/files/add(url='a.txt',overwrite=true)", b"abc", Accept=accept, Content_Type=VERBOSE
    ).json

    file = answer["d"] if accept == VERBOSE else answer
    assert (file["Name"], file["ServerRelativeUrl"], file["Length"]) == ("a.txt", f"{ROOT}/a.txt", "3")
    assert file["UIVersionLabel"].endswith(".0")


@pytest.mark.parametrize("root", [f"{LIBRARY}/rootfolder", "web/rootfolder"])
def test_the_folder_of_a_library_or_site_is_found_by_its_own_id(api: Api, root: str) -> None:
    folder = api.get(root).json

    found = api.get(f"web/getfolderbyid('{folder['UniqueId']}')").json

    assert found["ServerRelativeUrl"] == folder["ServerRelativeUrl"]
    assert folder["UniqueId"] != api.get(LIBRARY).json["Id"]


def test_a_folder_is_made_by_path_and_never_over_another(api: Api) -> None:
    address = f"{SHARED}/folders/addusingpath(DecodedUrl='{encode('2027 £')}',Overwrite="

    statuses = [api.post(f"{address}{overwrite})").status for overwrite in ("false", "false", "true")]

    assert statuses == [200, 200, 501]


@pytest.mark.parametrize("accept", ["*/*", "text/html,application/xhtml+xml", ""])
def test_bytes_are_sent_whatever_else_is_accepted(api: Api, accept: str) -> None:
    send(api, "a.txt", b"plain")

    reply = api.get(f"{SHARED}/files('a.txt')/$value", Accept=accept)

    assert (reply.status, reply.text) == (200, "plain")
    assert api.get(f"{SHARED}/files('none.txt')/$value", Accept=accept).status == 404


def test_a_file_has_no_id_and_may_be_asked_for_one(api: Api) -> None:
    send(api, "a.txt")
    address = f"web/getfilebyserverrelativepath(decodedurl='{encode(ROOT)}/a.txt')"

    assert api.get(f"{address}?$select=Id,Name", Accept=NONE).json == {"Name": "a.txt"}
    assert api.get(f"{address}?$select=Nothing", Accept=NONE).status == 400


def test_a_file_is_not_taken_in_version_4(api: Api) -> None:
    assert api.post(f"{SHARED}/files/add(url='a.txt',overwrite=true)", b"abc", Accept=MODERN).status == 406


@pytest.mark.parametrize(
    "name",
    ["report £1.docx", "it''s.txt", "100%.txt", "a#b.txt", "ünïcode – dash.txt", "no extension", "a.b.c", "&+;=@.txt"],
)
def test_a_file_may_have_any_name_that_sharepoint_allows(api: Api, name: str) -> None:
    assert send(api, name, b"plain") == 200
    assert fetch(api, f"{ROOT}/{name}") == (200, b"plain")


@pytest.mark.parametrize(
    "name",
    [
        "../out.txt",
        "..",
        ".",
        "a/../../b.txt",
        "a/b.txt",
        "..\\out.txt",
        "\\etc\\passwd",
        "/etc/passwd",
        "C:x.txt",
        "a\x00b.txt",
        "a\nb.txt",
        "nul",
        "CON",
        "com1",
        ".lock",
        "desktop.ini",
        "_vti_x",
        "~$x.docx",
        " leading.txt",
        "trailing. ",
        "dot.",
        "a*b",
        "a?b",
        'a"b',
        "a<b>",
        "a|b",
        "",
    ],
)
def test_a_name_that_is_a_trick_is_refused(api: Api, name: str) -> None:
    reply = api.post(f"{SHARED}/files/addusingpath(decodedurl='{encode(name)}',overwrite=true)", b"x")

    assert reply.error[0] == 400
    assert api.post(f"{SHARED}/folders/add('{encode(name)}')").status in (400, 404)


def test_a_name_may_not_be_too_long(api: Api) -> None:
    assert send(api, "x" * 401) == 400


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "/sites/hmicfrs/Shared Documents/../../x", "/sites/other/a.txt", "a//b"]
)
def test_an_address_that_climbs_finds_nothing(api: Api, path: str) -> None:
    for way in ("getfilebyserverrelativeurl", "getfolderbyserverrelativeurl"):
        assert api.get(f"web/{way}('{encode(path)}')").status in (400, 404)


def test_a_file_is_overwritten_only_with_leave(api: Api) -> None:
    send(api, "twice.txt", b"one")

    refused = api.post(f"{SHARED}/files/add(url='twice.txt')", b"two")
    allowed = send(api, "TWICE.txt", b"three")

    assert refused.error[:2] == (400, "-2130575257, Microsoft.SharePoint.SPException")
    assert "Shared Documents/twice.txt already exists" in refused.error[2]
    assert (allowed, fetch(api, f"{ROOT}/twice.txt")) == (200, (200, b"three"))
    assert api.get(f"{SHARED}/files('twice.txt')").json["UIVersionLabel"] == "2.0"


@pytest.mark.parametrize(
    "address",
    [
        "web/getfilebyserverrelativeurl('/sites/hmicfrs/Shared%20Documents/found.txt')",
        "web/getfilebyserverrelativeurl('Shared%20Documents/FOUND.txt')",
        "web/getfilebyserverrelativepath(decodedurl='/sites/hmicfrs/shared%20documents/found.txt')",
        f"{SHARED}/files('found.txt')",
        "web/lists/getbytitle('Documents')/rootfolder/files('found.txt')",
        "web/rootfolder/folders('Shared%20Documents')/files('found.txt')",
        "web/getfilebyid('{id}')",
        "web/lists/getbytitle('Documents')/items({item})/file",
    ],
)
def test_a_file_is_found_however_it_is_named(api: Api, address: str) -> None:
    send(api, "found.txt", b"plain")
    known = api.get(f"{SHARED}/files('found.txt')").json["UniqueId"]
    item = api.get(f"{SHARED}/files('found.txt')/listitemallfields").json["Id"]

    found = api.get(address.format(id=known, item=item))

    assert found.json["UniqueId"] == known
    assert api.get(f"{address.format(id=known, item=item)}/$value").text == "plain"


def test_a_file_is_sent_as_something_no_browser_runs(api: Api) -> None:
    send(api, "page.html", b"<script>alert(1)</script>")

    reply = api.get(f"{SHARED}/files('page.html')/$value")

    assert (reply.headers["Content-Type"], reply.headers["Content-Disposition"]) == (
        "application/octet-stream",
        "attachment",
    )
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_a_files_content_can_be_replaced(api: Api) -> None:
    send(api, "put.txt", b"one")

    assert api.post(f"{SHARED}/files('put.txt')/$value", b"two", X_HTTP_Method="PUT").status == 204
    assert fetch(api, f"{ROOT}/put.txt") == (200, b"two")


def test_a_file_is_an_item_of_its_library(api: Api) -> None:
    send(api, "item.txt", b"plain")
    item = api.get(f"{SHARED}/files('item.txt')/listitemallfields", Accept=NONE).json

    address = f"{LIBRARY}/items({item['Id']})"
    changed = api.merge(f"{SHARED}/files('item.txt')/listitemallfields", {"Title": "A title"}, If_Match="*")
    row = api.get(
        f"{address}?$select=Title,FileLeafRef,FileRef,FileDirRef,FSObjType,File/Length&$expand=File", Accept=NONE
    ).json

    assert (item["FileSystemObjectType"], "Attachments" in item, changed.status) == (0, False, 204)
    assert row == {
        "Title": "A title",
        "FileLeafRef": "item.txt",
        "FileRef": f"{ROOT}/item.txt",
        "FileDirRef": ROOT,
        "FSObjType": 0,
        "File": {"Length": "5"},
    }
    assert len(api.get(f"{LIBRARY}/items?$filter=FileLeafRef%20eq%20'item.txt'").rows) == 1


def test_an_item_is_added_to_a_library_as_a_file_only(api: Api) -> None:
    reply = api.post(f"{LIBRARY}/items", {"Title": "x"})

    assert reply.error[2] == "To add an item to a document library, use SPFileCollection.Add()."


@pytest.mark.parametrize("way", ["file", "item"])
@pytest.mark.parametrize("verb", ["delete", "recycle"])
def test_a_file_is_taken_away(api: Api, way: str, verb: str) -> None:
    name = f"gone {way} {verb}.txt"
    send(api, name, b"plain")
    file = f"{SHARED}/files('{encode(name)}')"
    address = file if way == "file" else f"{LIBRARY}/items({api.get(f'{file}/listitemallfields').json['Id']})"
    count = api.get(LIBRARY).json["ItemCount"]

    reply = api.delete(address) if verb == "delete" else api.post(f"{address}/recycle")

    assert (reply.status, api.get(file).status, api.get(LIBRARY).json["ItemCount"]) == (200, 404, count - 1)
    if verb == "recycle":
        assert api.post(f"web/recyclebin('{reply.json['value']}')/restore").status == 200
        assert api.get(f"{file}/$value").text == "plain"


def test_a_file_cannot_come_back_where_another_is(api: Api) -> None:
    send(api, "place.txt")
    in_bin = api.post(f"{SHARED}/files('place.txt')/recycle").json["value"]
    send(api, "place.txt")

    assert "already exists" in api.post(f"web/recyclebin('{in_bin}')/restore").error[2]


def test_folders_are_made_inside_folders(api: Api) -> None:
    made = api.post(f"{SHARED}/folders/add('2026')", Accept=NONE).json
    again = api.post(f"{SHARED}/folders/add('2026')", Accept=NONE).json
    inner = api.post(f"{SHARED}/folders('2026')/folders/addusingpath(decodedurl='09')", Accept=NONE).json
    deep = api.post("web/folders", {"ServerRelativeUrl": f"{ROOT}/2026/09/x"}, Accept=NONE)

    assert (made["UniqueId"], inner["ServerRelativeUrl"]) == (again["UniqueId"], f"{ROOT}/2026/09")
    assert (deep.status, deep.json["Name"]) == (201, "x")
    assert [row["Name"] for row in api.get(f"{SHARED}/folders('2026')/folders").rows] == ["09"]
    assert (
        api.get("web/rootfolder/folders('Shared%20Documents')/folders('2026')/folders('09')/folders('x')").status == 200
    )


def test_the_libraries_are_the_folders_of_the_site(api: Api) -> None:
    made = api.post("web/lists", {"Title": "Reports", "BaseTemplate": 101}, Accept=NONE).json

    assert (made["BaseType"], made["EnableVersioning"], made["EntityTypeName"]) == (1, True, "Reports")
    assert {row["Name"] for row in api.get("web/folders").rows} >= {"Reports", "Shared Documents"}
    assert api.post("web/rootfolder/folders/add('Reports')").json["Name"] == "Reports"
    assert api.post("web/folders/add('Elsewhere')").status == 501


@pytest.mark.parametrize("title", ["_api", "Lists"])
def test_a_library_does_not_stand_in_the_sites_own_way(api: Api, title: str) -> None:
    made = api.post("web/lists", {"Title": title, "BaseTemplate": 101}).json

    folder = api.get(f"web/lists('{made['Id']}')/rootfolder").json["ServerRelativeUrl"]
    assert folder == f"/sites/hmicfrs/{title}0"


def test_a_folder_goes_and_comes_back_with_all_that_is_in_it(api: Api) -> None:
    api.post(f"{SHARED}/folders/add('box')")
    folder = f"{SHARED}/folders('box')"
    api.post(f"{folder}/folders/add('inner')")
    send(api, "deep.txt", b"plain", f"{SHARED}/folders('box/inner')")

    in_bin = api.post(f"{folder}/recycle").json["value"]
    gone = api.get(f"{SHARED}/folders('box')/folders('inner')/files('deep.txt')").status
    api.post(f"web/recyclebin('{in_bin}')/restore")

    assert gone == 404
    assert fetch(api, f"{ROOT}/box/inner/deep.txt") == (200, b"plain")
    assert api.delete(folder).status == 200
    assert fetch(api, f"{ROOT}/box/inner/deep.txt")[0] == 404


def test_what_was_in_a_folder_comes_back_after_the_folder(api: Api) -> None:
    api.post(f"{SHARED}/folders/add('late')")
    send(api, "a.txt", b"plain", f"{SHARED}/folders('late')")
    file = api.post(f"{SHARED}/folders('late')/files('a.txt')/recycle").json["value"]
    folder = api.post(f"{SHARED}/folders('late')/recycle").json["value"]

    early = api.post(f"web/recyclebin('{file}')/restore")
    again = [api.post(f"web/recyclebin('{bin_id}')/restore").status for bin_id in (folder, file)]

    assert "Restore it before" in early.error[2]
    assert again == [200, 200]


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        pytest.param("", {"top", "top.txt"}, id="default"),
        pytest.param("FilesOnly", {"top.txt"}, id="files only"),
        pytest.param("Recursive", {"top.txt", "in.txt"}, id="recursive"),
        pytest.param("RecursiveAll", {"top", "top.txt", "in.txt"}, id="recursive, with folders"),
    ],
)
def test_a_caml_query_has_a_scope(api: Api, scope: str, names: set[str]) -> None:
    library = make_library(api)
    query = {"ViewXml": f"<View Scope='{scope}'/>"}

    rows = api.post(f"{library}/getitems?$select=FileLeafRef", {"query": query}).rows

    assert {row["FileLeafRef"] for row in rows} == names


def test_a_caml_query_may_be_about_a_folder(api: Api) -> None:
    library = make_library(api)
    folder = api.get(f"{library}/rootfolder").json["ServerRelativeUrl"]

    rows = api.post(
        f"{library}/getitems?$select=FileLeafRef",
        {"query": {"ViewXml": "<View/>", "FolderServerRelativeUrl": f"{folder}/top"}},
    ).rows

    assert [row["FileLeafRef"] for row in rows] == ["in.txt"]


def make_library(api: Api) -> str:
    made = api.post("web/lists", {"Title": f"Scopes {len(api.get('web/lists').rows)}", "BaseTemplate": 101}).json
    library = f"web/lists('{made['Id']}')"
    api.post(f"{library}/rootfolder/folders/add('top')")
    send(api, "top.txt", folder=f"{library}/rootfolder")
    send(api, "in.txt", folder=f"{library}/rootfolder/folders('top')")
    return library


UPLOAD = "7f7b2b6e-0000-4000-8000-00000000000a"


def test_a_large_file_is_sent_in_pieces(api: Api) -> None:
    send(api, "large.bin", b"")
    file = f"web/getfilebyid('{api.get(f'{SHARED}/files(%27large.bin%27)').json['UniqueId']}')"

    started = api.post(f"{file}/startupload(uploadID='{UPLOAD}')", b"a" * 1000).json["value"]
    continued = api.post(f"{file}/continueupload(uploadID=guid'{UPLOAD}',fileOffset=1000)", b"b" * 1000).json["value"]
    before = api.get(f"{file}/$value").text
    finished = api.post(f"{file}/finishupload(uploadID='{UPLOAD}',fileOffset=2000)", b"c" * 10, Accept=VERBOSE).json

    assert (started, continued, before) == ("1000", "2000", "")
    assert finished["d"]["Length"] == "2010"
    assert api.get(f"{file}/$value").text == "a" * 1000 + "b" * 1000 + "c" * 10


def test_a_piece_must_follow_the_one_before(api: Api) -> None:
    send(api, "pieces.bin", b"")
    file = f"{SHARED}/files('pieces.bin')"
    api.post(f"{file}/startupload(uploadID='{UPLOAD}')", b"aaaa")

    assert api.post(f"{file}/continueupload(uploadID='{UPLOAD}',fileOffset=9)", b"b").status == 409
    assert api.post(f"{file}/cancelupload(uploadID='{UPLOAD}')").status == 200
    assert api.post(f"{file}/finishupload(uploadID='{UPLOAD}',fileOffset=4)", b"b").status == 400
    assert api.get(f"{file}/$value").text == ""


def test_what_is_not_there_is_not_found(api: Api) -> None:
    file = api.get("web/getfilebyserverrelativeurl('Shared%20Documents/nothing.txt')").error
    folder = api.get("web/getfolderbyserverrelativeurl('Shared%20Documents/nothing')").error

    assert file == (
        404,
        "-2130575338, Microsoft.SharePoint.SPException",
        f"The file {ROOT}/nothing.txt does not exist.",
    )
    assert folder == (404, "-2147024894, System.IO.FileNotFoundException", "File Not Found.")
