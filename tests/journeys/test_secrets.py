"""A canary in everything that must not be told: tokens, assertions, and what people wrote. None of them sings."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from sync.cli import main as command_line
from sync.emulator.faults.fault import Fault, FaultKind, Scope
from tests.journeys.house import AS_OF, House, open_house

RUNS, TRACKER = "HMICFRS Sync Runs", "HMICFRS Tracker"
PERSONAL = "Canary Personal Note"


class Eavesdropper:
    """Takes down the secrets that pass: bearer tokens on the way in, assertions at the sign-in."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    def wrap(self, inner: WSGIApplication) -> WSGIApplication:
        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            self.heard |= set(str(environ.get("HTTP_AUTHORIZATION", "")).split()[1:])
            if str(environ["PATH_INFO"]).endswith("/token"):
                body = environ["wsgi.input"].read()
                environ["wsgi.input"].seek(0)
                self.heard |= set(re.findall(r"client_assertion=([^&]+)", body.decode()))
            return inner(environ, start)

        return answer


@pytest.fixture
def trouble(tmp_path: Path, provisioned_data: Path) -> Iterator[tuple[House, Eavesdropper]]:
    """A house with personal text in every cell that takes some, on a site that refuses, conflicts and drops."""
    eavesdropper = Eavesdropper()
    with open_house(tmp_path, provisioned_data, eavesdropper.wrap) as house:
        settings = house.config.read_text(encoding="utf-8")
        house.config.write_text(settings.replace("log_level: info", "log_level: debug"), encoding="utf-8")
        for row in house.client.rows(TRACKER)[:3]:
            house.client.edit(TRACKER, row["Id"], Title=PERSONAL, Status=PERSONAL, Target_x0020_Date=PERSONAL)
        for nth, kind in enumerate((FaultKind.ERROR_BEFORE, FaultKind.EDITED, FaultKind.THROTTLED), start=3):
            house.server.control.faults.add(Fault(kind, method="MERGE", scope=Scope.PART, nth=nth, retry_after=0))
        yield house, eavesdropper


def secrets_of(house: House, eavesdropper: Eavesdropper) -> set[str]:
    key = Path(house.connection.private_key_file).read_text(encoding="utf-8").splitlines()[1]
    ours = {secret for secret in eavesdropper.heard if secret != house.connection.token}
    assert any(secret.count(".") == 2 for secret in ours)
    return {*ours, key, PERSONAL}


def assert_silent(told: str, secrets: set[str]) -> None:
    assert not [secret[:12] for secret in secrets if secret in told]


def test_no_canary_sings_in_logs_run_records_and_failures(trouble: tuple[House, Eavesdropper]) -> None:
    house, eavesdropper = trouble

    runs = [house.command("run", "--as-of", AS_OF, "--format", "json") for _ in range(3)]

    secrets = secrets_of(house, eavesdropper)
    records = json.dumps(house.client.rows(RUNS))
    assert 4 in [run.exit_code for run in runs]
    assert all('"level"' in run.stderr for run in runs)
    assert_silent("".join(run.stderr for run in runs), secrets)
    assert_silent(records, secrets)
    assert_silent("".join(run.stdout for run in runs), secrets)


def test_no_canary_sings_when_the_sign_in_is_refused(trouble: tuple[House, Eavesdropper]) -> None:
    house, eavesdropper = trouble
    house.command("run", "--as-of", AS_OF)
    house.server.control.faults.clear()
    house.server.control.faults.add(Fault(FaultKind.EXPIRED_TOKEN, count=0))

    refused = house.command("run", "--as-of", AS_OF)

    assert refused.exit_code == 5
    assert_silent(refused.stderr + refused.stdout, secrets_of(house, eavesdropper))


def test_no_canary_sings_in_the_file_about_a_mistake_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**options: object) -> None:
        del options
        try:
            int(PERSONAL)
        except ValueError as error:
            raise KeyError(PERSONAL) from error

    monkeypatch.setattr(command_line, "app", fail)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    with pytest.raises(SystemExit) as caught:
        command_line.main()

    kept = next(tmp_path.glob("hmicfrs-sync-*.txt")).read_text(encoding="utf-8")
    assert caught.value.code == 1
    assert "KeyError" in kept
    assert "ValueError" in kept
    assert PERSONAL not in kept + capsys.readouterr().err


def test_no_canary_sings_in_a_logged_exception(capsys: pytest.CaptureFixture[str]) -> None:
    from sync.cli.logs import start_logs  # noqa: PLC0415 - it binds to the standard error of this test

    start_logs("debug")
    try:
        int(PERSONAL)
    except ValueError:
        logging.getLogger("sync.test").exception("run failed unexpectedly")

    assert PERSONAL not in capsys.readouterr().err
