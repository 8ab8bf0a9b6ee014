"""People: found by number, address and sign-in name."""

import pytest

from tests.emulator.rest import NONE, Api

ANALYST = "i:0#.f|membership|analyst@force.example"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        pytest.param("GET", "web/siteusers/getbyemail('Analyst@force.example')", None, id="address"),
        pytest.param("GET", "web/siteusers/getbyid(7)", None, id="number"),
        pytest.param("GET", "web/getuserbyid(7)", None, id="number, the other way"),
        pytest.param(
            "POST", "web/ensureuser('i:0%23.f%7Cmembership%7Canalyst@force.example')", None, id="name in the path"
        ),
        pytest.param("POST", "web/ensureuser", {"logonName": "analyst@force.example"}, id="address in the body"),
        pytest.param("POST", "web/ensureuser", {"logonName": ANALYST}, id="name in the body"),
    ],
)
def test_a_person_is_found(api: Api, method: str, path: str, body: object) -> None:
    person = api.send(method, path, body, Accept=NONE).json

    assert (person["Id"], person["Title"], person["LoginName"]) == (7, "Analyst", ANALYST)


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        pytest.param("GET", "web/siteusers/getbyemail('x@y')", "User cannot be found.", id="address"),
        pytest.param("GET", "web/siteusers/getbyid(999)", "User cannot be found.", id="number"),
        pytest.param("POST", "web/ensureuser('x@y')", "The specified user x@y could not be found.", id="name"),
    ],
)
def test_a_person_nobody_knows(api: Api, method: str, path: str, message: str) -> None:
    assert api.send(method, path).error == (404, "-2146232832, Microsoft.SharePoint.SPException", message)


def test_a_number_too_large_is_no_person(api: Api) -> None:
    assert api.get(f"web/siteusers/getbyid({10**20})").error[0] == 400


def test_ensuring_nobody_is_refused(api: Api) -> None:
    assert api.post("web/ensureuser", {}).error[2] == "Value cannot be null.\nParameter name: logonName"


def test_the_app_asks(api: Api) -> None:
    assert api.get("web/currentuser", Accept=NONE).json["Title"] == "SharePoint App"
    assert len(api.get("web/siteusers?$filter=Email%20ne%20''").rows) == 2
