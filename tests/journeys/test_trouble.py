"""Bad input and bad weather: one sentence that says what to do, the right exit code, and no partial damage."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.journeys.house import AS_OF, House, open_house

GAPS, POSITION, RUNS, TRACKER = "HMICFRS Gaps", "HMICFRS Position", "HMICFRS Sync Runs", "HMICFRS Tracker"


@dataclass
class Weather:
    """Stands before the site; answers a request itself when it is on and the request is one it is about."""

    status: str = "429 Too Many Requests"
    retry_after: str = "120"
    is_on: bool = False
    only_after: int = 0
    after_commit: bool = False
    seen: int = 0

    def wrap(self, inner: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            if not self.is_on or "/_api/" not in str(environ["PATH_INFO"]):
                return inner(environ, start)
            self.seen += 1
            if self.seen <= self.only_after:
                return inner(environ, start)
            if self.after_commit:
                list(inner(environ, lambda *_: _swallow))
            start(self.status, [("Retry-After", self.retry_after), ("Content-Type", "text/html")])
            return [b"<html>busy</html>"]

        return answer


def _swallow(data: bytes) -> None:
    del data


def write_another_key(folder: Path) -> str:
    """Write a private key that belongs to no registered certificate and return its file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = folder / "another.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return str(path)


def sentences(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def test_no_local_sharepoint_says_how_to_start_one(house: House) -> None:
    result = house.command("run", environment={"HMICFRS_LOCAL": "nowhere"})

    assert result.exit_code == 5
    assert "hmicfrs-sync emulator" in result.stderr
    assert "Traceback" not in result.output


def test_a_site_that_went_away_is_told_in_one_sentence(house: House) -> None:
    connection_file = Path(house.connection.data_dir) / "connection.json"
    kept = connection_file.read_text(encoding="utf-8")
    house.server.stop()
    connection_file.write_text(kept, encoding="utf-8")

    result = house.command("run")

    assert result.exit_code == 5
    assert len(sentences(result.stderr)) == 1
    assert "did not answer" in result.stderr


def test_a_certificate_that_is_not_registered_is_a_refused_sign_in(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    mixed = json.loads(house.connection.as_json()) | {"private_key_file": write_another_key(folder)}
    (folder / "connection.json").write_text(json.dumps(mixed), encoding="utf-8")

    result = house.command("run", environment={"HMICFRS_LOCAL": str(folder)})

    assert result.exit_code == 5
    assert "AADSTS700027" in result.stderr
    assert "certificate registered for the app" in result.stderr


def test_a_missing_tracker_names_the_nearest_list(house: House) -> None:
    house.edit("tracker.yaml", "list_title: HMICFRS Tracker", "list_title: HMICFRS Trackers")

    result = house.command("run")

    assert result.exit_code == 2
    assert "no list 'HMICFRS Trackers'. The nearest one is 'HMICFRS Tracker'" in result.stderr


def test_a_missing_column_names_the_nearest_column(house: House) -> None:
    house.edit("tracker.yaml", "Recommendation_x0020_Ref", "Recommendation_Ref")

    run, check = house.command("run"), house.command("check", "--online")

    assert [run.exit_code, check.exit_code] == [2, 2]
    assert "The nearest one is 'Recommendation_x0020_Ref'" in run.stderr
    assert "Did you mean Recommendation_x0020_Ref?" in " ".join(check.stdout.split())


def test_checking_online_tells_scripts_every_missing_list_and_column(house: House) -> None:
    house.edit("tracker.yaml", "Recommendation_x0020_Ref", "Recommendation_Ref")
    house.edit("targets.yaml", "title: HMICFRS Sync Runs", "title: HMICFRS Sync Run")

    result = house.command("check", "--online", "--format", "json")

    assert result.exit_code == 2
    assert [
        (p["file"], p["line"], p["code"], p["where"], p["suggestion"]) for p in json.loads(result.stdout)["problems"]
    ] == [
        ("HMICFRS Sync Run", 0, "missing-list", "", RUNS),
        (TRACKER, 0, "missing-column", "Recommendation_Ref", "Recommendation_x0020_Ref"),
    ]


def test_before_provisioning_a_run_says_to_provision_and_changes_nothing(bare_house: House) -> None:
    before = bare_house.client.versions(TRACKER)

    result = bare_house.command("run")

    assert result.exit_code == 2
    assert "Run hmicfrs-sync provision" in result.stderr
    assert bare_house.client.versions(TRACKER) == before


def test_somebody_elses_list_under_our_title_is_not_touched(bare_house: House) -> None:
    bare_house.client.add_list(GAPS, "Ours since 2019")
    bare_house.client.add(GAPS, Title="A note of the fire service")

    results = [bare_house.command("provision"), bare_house.command("run")]

    assert [result.exit_code for result in results] == [2, 2]
    for result in results:
        assert "a list 'HMICFRS Gaps' that this service did not make" in result.stderr
        assert "Rename that list" in result.stderr
    assert "HMICFRS Gaps' has no column" not in results[1].stderr
    assert [row["Title"] for row in bare_house.client.rows(GAPS)] == ["A note of the fire service"]
    assert bare_house.client.ask("GET", "web/lists/getbytitle('HMICFRS Position')").status_code == 404


def test_a_half_made_list_is_completed(bare_house: House) -> None:
    description = "One row for each run that changed something or failed."
    bare_house.client.add_list(RUNS, description)

    result = bare_house.command("provision")

    assert result.exit_code == 0
    assert bare_house.run()["outcome"] == "applied"


def test_provisioning_twice_has_nothing_left_to_do(house: House) -> None:
    result = house.command("provision")

    assert result.exit_code == 0
    assert "Nothing to do" in result.stdout


def test_a_dry_run_of_provisioning_says_what_and_makes_nothing(bare_house: House) -> None:
    result = bare_house.command("provision", "--dry-run")

    assert result.exit_code == 0
    assert "create the list 'HMICFRS Gaps'" in result.stdout
    assert bare_house.client.ask("GET", "web/lists/getbytitle('HMICFRS Gaps')").status_code == 404


def test_a_half_written_list_is_completed_by_the_next_run(settled_house: House) -> None:
    rows = settled_house.client.rows(GAPS)
    for row in rows[:10]:
        settled_house.client.remove(GAPS, row["Id"])

    told = settled_house.run()

    assert told["plan"]["create"] == 10
    assert {row["SyncKey"] for row in settled_house.client.rows(GAPS)} == {row["SyncKey"] for row in rows}
    assert settled_house.run()["outcome"] == "no-changes"


def test_a_tracker_that_shrank_to_nothing_holds_the_run(settled_house: House) -> None:
    kept = settled_house.client.versions(GAPS), settled_house.client.versions(POSITION)
    for row in settled_house.client.rows(TRACKER):
        settled_house.client.remove(TRACKER, row["Id"])

    result = settled_house.command("run", "--as-of", AS_OF)

    assert result.exit_code == 3
    assert "recycle bin" in result.stderr
    assert (settled_house.client.versions(GAPS), settled_house.client.versions(POSITION)) == kept


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("items.csv", "", "nothing in it", id="an empty file"),
        pytest.param("publications.csv", "id,title\n", "no column 'published_on'", id="a heading with columns missing"),
    ],
)
def test_a_register_that_is_empty_stops_the_run_before_anything_is_read(
    house: House, name: str, content: str, told: str
) -> None:
    (house.config.parent.parent / "mappings" / "register" / name).write_text(content, encoding="utf-8")
    served = len(house.server.requests)

    result = house.command("run")

    assert result.exit_code == 2
    assert told in result.stderr
    assert len(house.server.requests) == served


def test_throttling_beyond_the_budget_ends_the_run_and_the_next_takes_it_up(
    tmp_path: Path, provisioned_data: Path
) -> None:
    weather = Weather()
    with open_house(tmp_path, provisioned_data, weather.wrap) as house:
        weather.is_on = True
        refused = house.command("run", "--as-of", AS_OF)
        weather.is_on = False
        told = house.run()

    assert refused.exit_code == 5
    assert "throttle_budget_seconds" in refused.stderr
    assert told["outcome"] == "applied"


@pytest.mark.parametrize("after", [3, 4, 5])
def test_a_site_that_breaks_after_committing_a_batch_gets_no_row_twice(
    tmp_path: Path, provisioned_data: Path, after: int
) -> None:
    weather = Weather(status="500 Internal Server Error", only_after=after, after_commit=True)
    with open_house(tmp_path, provisioned_data, weather.wrap) as house:
        weather.is_on = True
        house.command("run", "--as-of", AS_OF)
        weather.is_on = False
        house.run()
        final = house.run()
        keys = [row["SyncKey"] for title in (GAPS, POSITION) for row in house.client.rows(title)]

    assert final["outcome"] == "no-changes"
    assert len(keys) == len(set(keys)) == 122


def test_an_answer_of_html_is_no_answer(tmp_path: Path, provisioned_data: Path) -> None:
    weather = Weather(status="200 OK")
    with open_house(tmp_path, provisioned_data, weather.wrap) as house:
        weather.is_on = True
        result = house.command("run")

    assert result.exit_code == 5
    assert "a page for people instead of data" in result.stderr


def test_the_wrong_profile_is_named(house: House) -> None:
    result = house.command("run", "--profile", "live")

    assert result.exit_code == 2
    assert "live" in result.stderr
    assert "local, production" in result.stderr


def test_mistakes_in_three_files_are_told_at_once_with_line_and_column(house: House) -> None:
    house.edit("gaps.yaml", "no-owner: { severity: High }", "no-owner: { severity: Hihg }")
    house.edit("matching.yaml", "margin: 0.08", "margins: 0.08")
    items = house.config.parent.parent / "mappings" / "register" / "items.csv"
    items.write_text(
        items.read_text(encoding="utf-8").replace(",recommendation,", ",recomendation,", 1), encoding="utf-8"
    )

    result = house.command("check", "--format", "json")

    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == 2
    assert [(Path(p["file"]).name, p["code"], p["suggestion"]) for p in problems] == [
        ("gaps.yaml", "unknown-word", "High"),
        ("matching.yaml", "unknown-key", "margin"),
        ("items.csv", "unknown-word", "recommendation"),
    ]
    assert all(problem["line"] for problem in problems)


def test_a_failure_is_one_object_for_scripts(house: House) -> None:
    result = house.command("run", "--format", "json", environment={"HMICFRS_LOCAL": "nowhere"})

    told = json.loads(result.stdout)
    assert (told["outcome"], told["exit_code"]) == ("failed", 5)


def test_a_configuration_that_is_not_there_is_named(house: House) -> None:
    shutil.rmtree(house.config.parent)

    result = house.command("run")

    assert result.exit_code == 2
    assert "settings.yaml" in result.stderr
    assert "There is no such file." in result.stderr
