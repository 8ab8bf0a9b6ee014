"""One property as one step more; regional settings; the site collection."""

from pathlib import Path

import pytest

from sync.emulator.server import LocalSharePoint
from tests.emulator.rest import MINIMAL, NONE, VERBOSE, Api, an_api

TRACKER = "web/lists/getbytitle('HMICFRS%20Tracker')"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(f"{TRACKER}/ItemCount", 2, id="number"),
        pytest.param(f"{TRACKER}/title", "HMICFRS Tracker", id="whatever the case"),
        pytest.param(f"{TRACKER}/Hidden", False, id="yes or no"),
        pytest.param(f"{TRACKER}/items(1)/Title", "Rest periods in custody", id="of an item"),
        pytest.param(f"{TRACKER}/fields/getbytitle('Title')/InternalName", "Title", id="of a column"),
        pytest.param(f"{TRACKER}/defaultview/RowLimit", 30, id="of a view"),
        pytest.param("web/Title", "HMICFRS", id="of the site"),
        pytest.param("web/currentuser/Title", "SharePoint App", id="of a person"),
        pytest.param("web/regionalsettings/timezone/Id", 2, id="of the time zone"),
    ],
)
def test_a_property_is_one_step_more(api: Api, path: str, value: object) -> None:
    verbose = api.get(path, Accept=VERBOSE).json["d"]

    assert list(verbose.values()) == [value]
    assert api.get(path, Accept=NONE).json == {"value": value}
    assert api.get(path, Accept=MINIMAL).json["value"] == value


def test_a_property_may_have_parts_or_be_empty(api: Api) -> None:
    token = api.get(f"{TRACKER}/CurrentChangeToken", Accept=NONE).json

    assert token["StringValue"].startswith("1;3;")
    assert api.get(f"{TRACKER}/DocumentTemplateUrl", Accept=NONE).json == {"odata.null": True}


@pytest.mark.parametrize(
    "path", [f"{TRACKER}/Nope", f"{TRACKER}/ItemCount/$value", f"{TRACKER}/items/Title", "web/EffectiveBasePermissions"]
)
def test_what_is_no_property_is_501(api: Api, path: str) -> None:
    assert api.get(path).status == 501


def test_a_property_of_what_is_not_there_is_not_found(api: Api) -> None:
    assert api.get("web/lists/getbytitle('Nope')/ItemCount").status == 404


def test_the_site_writes_as_in_the_united_kingdom(api: Api) -> None:
    settings = api.get("web/regionalsettings?$expand=TimeZone", Accept=NONE).json

    assert (settings["LocaleId"], settings["DateFormat"], settings["DecimalSeparator"]) == (2057, 1, ".")
    assert settings["TimeZone"]["Information"] == {"Bias": 0, "DaylightBias": -60, "StandardBias": 0}
    assert api.get("web?$expand=RegionalSettings&$select=RegionalSettings/Time24", Accept=NONE).json == {
        "RegionalSettings": {"Time24": True}
    }


def test_the_site_collection_holds_the_site(api: Api) -> None:
    site = api.get("site?$expand=RootWeb", Accept=NONE).json

    assert (site["Url"], site["RootWeb"]["Title"]) == (api.connection.site_url, "HMICFRS")
    assert api.get("site/rootweb").json["Title"] == "HMICFRS"


def test_a_zone_that_sharepoint_numbers_otherwise_is_named(tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.mkdir()
    site = "site: {title: Far, path: /sites/far, time_zone: Pacific/Auckland}\n"
    (seed / "site.yaml").write_text(site, encoding="utf-8")

    with LocalSharePoint(tmp_path / "data", seed=seed) as connection, an_api(connection) as api:
        assert "Pacific/Auckland" in api.get("web/regionalsettings/timezone").error[2]
