"""Folders and files of a library of our own: sent whole and in pieces, fetched, replaced and taken away."""

from uuid import uuid4

import pytest

from tests.contract.site import Workspace
from tests.emulator.rest import NONE, encode

NAME = "report £1 ‘a’ #2.txt"


@pytest.fixture(scope="package")
def root(work: Workspace) -> str:
    """Return the address of a library's folder on the server."""
    path = work.make_list(f"{work.title} files", 101)
    address: str = work.api.get(f"{path}/rootfolder", Accept=NONE).json["ServerRelativeUrl"]
    return address


def folder_at(path: str) -> str:
    return f"web/getfolderbyserverrelativepath(decodedurl='{encode(path)}')"


def file_at(path: str) -> str:
    return f"web/getfilebyserverrelativepath(decodedurl='{encode(path)}')"


def send(work: Workspace, root: str, name: str, content: bytes, *, overwrite: bool = True) -> int:
    flag = str(overwrite).lower()
    address = f"{folder_at(root)}/files/addusingpath(decodedurl='{encode(name)}',overwrite={flag})"
    return work.api.post(address, content, Content_Type="application/octet-stream").status


def test_a_file_comes_back_as_it_went(work: Workspace, root: str) -> None:
    sent = send(work, root, NAME, b"one")

    described = work.api.get(file_at(f"{root}/{NAME}"), Accept=NONE).json

    assert sent == 200
    assert work.api.get(f"{file_at(f'{root}/{NAME}')}/$value").text == "one"
    assert (described["Name"], described["Length"], described["ServerRelativeUrl"]) == (NAME, "3", f"{root}/{NAME}")


def test_a_file_is_written_over_only_with_leave(work: Workspace, root: str) -> None:
    send(work, root, "taken.txt", b"one")

    refused, replaced = send(work, root, "taken.txt", b"two", overwrite=False), send(work, root, "taken.txt", b"three")

    assert (refused, replaced) == (400, 200)
    assert work.api.get(f"{file_at(f'{root}/taken.txt')}/$value").text == "three"


def test_a_large_file_goes_in_pieces(work: Workspace, root: str) -> None:
    send(work, root, "large.txt", b"")
    file, upload = file_at(f"{root}/large.txt"), f"uploadid=guid'{uuid4()}'"
    pieces = {"Content_Type": "application/octet-stream"}

    first = work.api.post(f"{file}/startupload({upload})", b"a" * 1000, **pieces)
    second = work.api.post(f"{file}/continueupload({upload},fileoffset=1000)", b"b" * 1000, **pieces)
    last = work.api.post(f"{file}/finishupload({upload},fileoffset=2000)", b"c", **pieces)

    assert [answer.status for answer in (first, second, last)] == [200, 200, 200]
    assert work.api.get(f"{file}/$value").text == "a" * 1000 + "b" * 1000 + "c"


def test_a_folder_holds_files_and_goes_with_them(work: Workspace, root: str) -> None:
    made = work.api.post(f"{folder_at(root)}/folders/add('2026')")
    send(work, f"{root}/2026", "inside.txt", b"x")
    inside = [row["Name"] for row in work.api.get(f"{folder_at(f'{root}/2026')}/files", Accept=NONE).rows]

    gone = work.api.post(f"{folder_at(f'{root}/2026')}/recycle").status

    assert made.status in (200, 201)
    assert (inside, gone) == (["inside.txt"], 200)
    assert work.api.get(file_at(f"{root}/2026/inside.txt")).status == 404


@pytest.mark.parametrize("name", ["a*b.txt", 'a"b.txt', "a|b.txt", "a?b.txt", "a<b.txt", "../out.txt"])
def test_some_names_no_file_may_have(work: Workspace, root: str, name: str) -> None:
    assert send(work, root, name, b"x") in (400, 404, 500)
