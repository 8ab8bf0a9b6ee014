"""Settings: the profile lies over the defaults, each rule is told in words, and no secret is ever shown."""

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from sync.config.settings import PROFILES, LoadedSettings, Profile, load_settings
from sync.errors import Problem
from tests.builders import ROOT
from tests.config.mistakes import find_problems

DEFAULTS = """\
version: 1
mappings: ../words
sharepoint:
  company: Police
  connect_timeout_seconds: 10
schedule:
  every_minutes: 60
"""
LOCAL = """\
version: 1
sharepoint:
  connection_file: ${env:HMICFRS_LOCAL:-.local}/connection.json
"""
CERTIFICATE = """\
version: 1
sharepoint:
  site_url: https://contoso.example/sites/inspection/
  authority: https://login.example/tenant
  client_id: c0ffee
  certificate_file: certificate.pem
  private_key_file: key.pem
"""
ENVIRON: Mapping[str, str] = {
    "HMICFRS_SITE_URL": "https://contoso.example/sites/inspection",
    "HMICFRS_TENANT_ID": "tenant",
    "HMICFRS_CLIENT_ID": "c0ffee",
    "PASSPHRASE": "0042-open-sesame",
}


def write(folder: Path, *, defaults: str = DEFAULTS, local: str = LOCAL, production: str = CERTIFICATE) -> Path:
    """A folder with settings; returns the file with the defaults."""
    for name, text in (("settings", defaults), ("local", local), ("production", production)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "settings.yaml"


def load(path: Path, profile: Profile = "production") -> LoadedSettings:
    return load_settings(path, profile, ENVIRON)


def tell(path: Path, profile: Profile = "production") -> list[Problem]:
    return find_problems(lambda: load(path, profile))


@pytest.mark.parametrize("profile", [pytest.param(profile, id=profile) for profile in PROFILES])
def test_the_settings_that_come_with_the_product_hold(profile: Profile) -> None:
    loaded = load_settings(ROOT / "config/settings.yaml", profile, ENVIRON)

    assert loaded.profile == profile
    assert loaded.mappings_folder.resolve() == ROOT / "mappings"
    assert loaded.register_folder.resolve() == ROOT / "mappings/register"


def test_the_profile_lies_over_the_defaults(tmp_path: Path) -> None:
    path = write(tmp_path, production=CERTIFICATE + "  connect_timeout_seconds: 20\n")

    settings = load(path).settings

    assert settings.sharepoint.connect_timeout_seconds == 20
    assert settings.sharepoint.company == "Police"
    assert settings.sharepoint.site_url == "https://contoso.example/sites/inspection"


def test_folders_are_taken_from_the_settings_folder(tmp_path: Path) -> None:
    loaded = load(write(tmp_path))

    assert loaded.mappings_folder == tmp_path / "../words"
    assert loaded.register_folder == tmp_path / "../mappings/register"


def test_a_connection_file_says_all_that_the_sign_in_needs(tmp_path: Path) -> None:
    settings = load(write(tmp_path), "local").settings

    assert settings.sharepoint.connection_file == ".local/connection.json"


def test_a_mistake_is_told_in_the_file_that_makes_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        defaults=DEFAULTS.replace("connect_timeout_seconds: 10", "connect_timeout_seconds: 0"),
        production=CERTIFICATE + "  read_timeout: 5\n",
    )

    told = [(Path(p.file).name, p.line, p.column, p.code, p.suggestion) for p in tell(path)]

    assert told == [
        ("production.yaml", 8, 3, "unknown-key", "read_timeout_seconds"),
        ("settings.yaml", 5, 28, "too-small", ""),
    ]


@pytest.mark.parametrize(
    ("defaults", "local", "expected"),
    [
        pytest.param("version: 2\n", LOCAL, [("settings.yaml", "version")], id="defaults of a newer release"),
        pytest.param(DEFAULTS, "version: 2\n", [("local.yaml", "version")], id="a profile of a newer release"),
        pytest.param(DEFAULTS, "sharepoint: {}\n", [("local.yaml", "version")], id="a profile without a version"),
        pytest.param(
            "version: 2\n", "sharepoint: {}\n", [("local.yaml", "version"), ("settings.yaml", "version")], id="both"
        ),
        pytest.param(
            "version: 2\n",
            LOCAL + "  company_name: Police\n",
            [("local.yaml", "unknown-key"), ("settings.yaml", "version")],
            id="defaults of a newer release do not hide the profile's mistakes",
        ),
        pytest.param(
            "a: [\n",
            LOCAL + "  company_name: Police\n",
            [("local.yaml", "unknown-key"), ("settings.yaml", "not-yaml")],
            id="defaults that are no YAML do not either",
        ),
        pytest.param(
            "a: [\n", "\tb\n", [("local.yaml", "not-yaml"), ("settings.yaml", "not-yaml")], id="neither is YAML"
        ),
    ],
)
def test_both_files_are_looked_at(tmp_path: Path, defaults: str, local: str, expected: list[tuple[str, str]]) -> None:
    problems = tell(write(tmp_path, defaults=defaults, local=local), "local")

    assert [(Path(problem.file).name, problem.code) for problem in problems] == expected


def test_settings_that_are_not_there_are_told_by_name(tmp_path: Path) -> None:
    problems = tell(tmp_path / "settings.yaml")

    assert [(Path(p.file).name, p.code) for p in problems] == [
        ("production.yaml", "missing-file"),
        ("settings.yaml", "missing-file"),
    ]


def test_a_value_from_outside_that_is_not_there_is_told_with_its_place() -> None:
    problems = find_problems(lambda: load_settings(ROOT / "config/settings.yaml", "production", {}))

    assert [(Path(p.file).name, p.code, p.where) for p in problems] == [
        ("production.yaml", "missing-value", "sharepoint › site_url"),
        ("production.yaml", "missing-value", "sharepoint › authority"),
        ("production.yaml", "missing-value", "sharepoint › client_id"),
    ]


def test_a_value_that_is_not_there_does_not_hide_other_mistakes(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        defaults=DEFAULTS + "log_level: loud\n",
        production=CERTIFICATE.replace("https://contoso.example/sites/inspection", "${env:NOWHERE}"),
    )

    assert [(Path(p.file).name, p.code, p.where) for p in tell(path)] == [
        ("production.yaml", "missing-value", "sharepoint › site_url"),
        ("settings.yaml", "unknown-word", "log_level"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("hunter2", id="in plain text"),
        pytest.param("${env:PASSPHRASE:-hunter2}", id="as a default"),
        pytest.param("hunter${env:PASSPHRASE}", id="half of it"),
    ],
)
@pytest.mark.parametrize("file", ["defaults", "production"])
def test_a_secret_written_out_is_refused_and_not_shown(tmp_path: Path, written: str, file: str) -> None:
    texts = {"defaults": DEFAULTS, "production": CERTIFICATE}
    line = f"  private_key_passphrase: {written}\n"
    texts[file] = texts[file].replace("sharepoint:\n", "sharepoint:\n" + line)

    problems = tell(write(tmp_path, **texts))

    assert [(p.code, p.where) for p in problems] == [("literal-secret", "sharepoint › private_key_passphrase")]
    assert "hunter" not in problems[0].message


@pytest.mark.parametrize(
    "company",
    [
        pytest.param("Heddlu Dŵr", id="a letter that a header cannot hold"),
        pytest.param("Police – €", id="signs that a header cannot hold"),
        pytest.param('"Police\\nForce"', id="a line end"),
        pytest.param("a|b", id="the mark between the parts of the header"),
        pytest.param('" "', id="nothing"),
    ],
)
def test_a_company_that_fits_no_header_is_a_mistake_of_the_settings(tmp_path: Path, company: str) -> None:
    path = write(tmp_path, production=CERTIFICATE + f"  company: {company}\n")

    assert [(p.code, p.where) for p in tell(path)] == [("not-allowed", "sharepoint › company")]


@pytest.mark.parametrize(
    ("sharepoint", "gist"),
    [
        pytest.param(
            "{}",
            "Signing in by certificate needs site_url, authority, client_id, certificate_file, private_key_file as well.",
            id="a certificate needs all",
        ),
        pytest.param(
            "{ sign_in: certificate, site_url: https://a.example/b, authority: https://c.example/d, client_id: e }",
            "needs certificate_file, private_key_file as well.",
            id="a certificate needs its files",
        ),
        pytest.param(
            "{ sign_in: federated, site_url: https://a.example/b, authority: https://c.example/d, client_id: e }",
            "Signing in by federated needs federated_token_file as well.",
            id="a federated sign-in needs a token",
        ),
        pytest.param(
            "{ sign_in: managed-identity }",
            "Signing in by managed-identity needs site_url as well.",
            id="a managed identity needs only the site",
        ),
        pytest.param(
            "{ site_url: http://a.example/b }",
            "'http://a.example/b' must be an address of the form https://host/path.",
            id="an address without encryption",
        ),
        pytest.param(
            "{ authority: login.example }",
            "'login.example' must be an address of the form https://host/path.",
            id="no address at all",
        ),
        pytest.param(
            "{ sign_in: secret }",
            "'secret' is not one of certificate, federated, managed-identity.",
            id="an unknown sign-in",
        ),
    ],
)
def test_the_sign_in_needs(tmp_path: Path, sharepoint: str, gist: str) -> None:
    problems = tell(write(tmp_path, production=f"version: 1\nsharepoint: {sharepoint}\n"))

    assert [gist in problem.message for problem in problems] == [True]
    assert problems[0].where.startswith("sharepoint")


@pytest.mark.parametrize(
    "sharepoint",
    [
        pytest.param("{ sign_in: managed-identity, site_url: https://a.example/b }", id="a managed identity"),
        pytest.param(
            "{ sign_in: federated, site_url: https://a.example/b, authority: https://c.example/d, client_id: e, federated_token_file: f }",
            id="a federated sign-in",
        ),
    ],
)
def test_a_sign_in_that_has_what_it_needs_holds(tmp_path: Path, sharepoint: str) -> None:
    assert load(write(tmp_path, production=f"version: 1\nsharepoint: {sharepoint}\n")).settings.sharepoint.site_url


@pytest.mark.parametrize(
    ("schedule", "gist"),
    [
        pytest.param("{}", "Give every_minutes or daily_at, and not both.", id="neither"),
        pytest.param(
            "{ every_minutes: 60, daily_at: ['06:30'] }", "Give every_minutes or daily_at, and not both.", id="both"
        ),
        pytest.param("{ every_minutes: 4 }", "4 must be 5 or more.", id="too often"),
        pytest.param("{ every_minutes: 0 }", "0 must be 5 or more.", id="never"),
        pytest.param(
            "{ daily_at: ['25:00', '06:30', '6:30'] }",
            "'25:00', '6:30': not a time of day; write it as '06:30'.",
            id="no times of day, all told",
        ),
    ],
)
def test_the_schedule_says_when(tmp_path: Path, schedule: str, gist: str) -> None:
    defaults = DEFAULTS.replace("\n  every_minutes: 60", f" {schedule}")

    problems = tell(write(tmp_path, defaults=defaults))

    assert [gist in problem.message for problem in problems] == [True]
    assert Path(problems[0].file).name == "settings.yaml"


def test_a_profile_may_turn_the_interval_into_times_of_day(tmp_path: Path) -> None:
    path = write(tmp_path, production=CERTIFICATE + "schedule: { every_minutes: null, daily_at: [06:30, 18:30] }\n")

    schedule = load(path).settings.schedule

    assert (schedule.every_minutes, schedule.daily_at) == (None, ["06:30", "18:30"])


def test_a_secret_is_read_and_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write(tmp_path, production=CERTIFICATE + "  private_key_passphrase: ${env:PASSPHRASE}\n")

    loaded = load(path)

    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("settings read", extra={"settings": loaded})
    assert loaded.settings.sharepoint.private_key_passphrase.get_secret_value() == "0042-open-sesame"
    assert "sesame" not in f"{loaded!r} {loaded} {loaded.settings.model_dump_json()} {caplog.text}"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("424242", id="a number"),
        pytest.param("[424242]", id="a list"),
        pytest.param("{ a: 424242 }", id="a group"),
    ],
)
def test_a_secret_of_the_wrong_type_is_not_shown_either(tmp_path: Path, written: str) -> None:
    problems = tell(write(tmp_path, production=CERTIFICATE + f"  private_key_passphrase: {written}\n"))

    assert [(p.code, p.line) for p in problems] == [("literal-secret", 8)]
    assert "424242" not in problems[0].message
