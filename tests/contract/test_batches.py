"""Batches: one flat answer, in the order asked, each part for itself (sharepoint.md A.5 and C.9)."""

import pytest

from tests.contract.site import Workspace
from tests.emulator.test_batch import PREAMBLE, a_changeset, a_part, send


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("preamble", ["", PREAMBLE], ids=["nothing before", "a preamble before"])
def test_a_batch_is_read_however_it_is_spelt(work: Workspace, newline: str, preamble: str) -> None:
    mark, items = work.mark(), f"{work.api.connection.site_url}/_api/{work.path}/items"
    changes = a_changeset(*[a_part("POST", items, f'{{"Title": "{mark}"}}') for _ in range(3)])

    answers = send(work.api, changes, a_part("GET", f"{items}?$top=1"), newline=newline, preamble=preamble)

    assert [status for status, _ in answers] == [201, 201, 201, 200]
    assert len(work.find(f"Title eq '{mark}'")) == 3


def test_each_part_stands_or_falls_alone_and_in_its_place(work: Workspace) -> None:
    mark, items = work.mark(), f"{work.api.connection.site_url}/_api/{work.path}/items"
    first, second = work.add(Title=mark), work.add(Title=mark)
    changes = a_changeset(
        a_part("MERGE", f"{items}({first['Id']})", '{"Title": "lost"}', If_Match=second["odata.etag"]),
        a_part("MERGE", f"{items}({second['Id']})", '{"Title": "changed"}', If_Match=second["odata.etag"]),
        a_part("DELETE", f"{items}({first['Id']})", If_Match="*"),
    )

    answers = send(work.api, changes)

    # A real site has been seen to answer 500 to every part after one that failed (C.9): then they were not done.
    assert answers[0][0] == 412
    assert [status for status, _ in answers[1:]] in ([204, 200], [500, 500])
    is_done = answers[1][0] == 204
    assert [row["Title"] for row in work.find(f"Id eq {second['Id']}")] == ["changed" if is_done else mark]


def test_a_changeset_does_not_read(work: Workspace) -> None:
    items = f"{work.api.connection.site_url}/_api/{work.path}/items"
    body = f"--b\n{a_changeset(a_part('GET', items))}\n--b--\n".encode()

    assert work.api.post("$batch", body, Content_Type="multipart/mixed; boundary=b").status == 400


def test_a_batch_without_an_end_is_refused(work: Workspace) -> None:
    items = f"{work.api.connection.site_url}/_api/{work.path}/items"

    answer = work.api.post(
        "$batch", f"--b\n{a_part('GET', items)}\n".encode(), Content_Type="multipart/mixed; boundary=b"
    )

    assert answer.status == 400
