"""The administration route: faults, switches and apps while the server runs. Not part of SharePoint; off unless asked for.

GET, POST, DELETE /_emulator/faults          list, ask for (one or a list), take all back
DELETE            /_emulator/faults/<id>     take one back
GET, POST         /_emulator/switches        read, set
GET, POST         /_emulator/apps            list, register ``{"name": …, "role": …}``
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.http import parse_options_header

from sync.emulator.apps import App, Apps
from sync.emulator.errors import LocalSharePointError
from sync.emulator.exchange import Request, Response
from sync.emulator.faults.fault import read_fault, write_fault
from sync.emulator.faults.register import FaultRegister, Standing
from sync.emulator.naming import LARGEST_ID
from sync.emulator.roles import find_role
from sync.emulator.switches import SWITCHES, Switches
from sync.emulator.whole_numbers import read_whole_number

PREFIX = "/_emulator/"


@dataclass(frozen=True, slots=True)
class Administration:
    """Answers under ``/_emulator/``."""

    register: FaultRegister
    switches: Switches
    apps: Apps

    def respond(self, request: Request) -> Response:
        """Answer a request of whoever runs the server; a refusal is a sentence."""
        subject, _, rest = request.path.removeprefix(PREFIX).strip("/").partition("/")
        answer = self._find_answer(request.method, subject, rest)
        if answer is None:
            sentence = f"There is no {request.method} {request.path}. There are faults, switches and apps."
            return _write(HTTPStatus.NOT_FOUND, {"error": sentence})
        try:
            document = _read_body(request) if request.method == "POST" else None
            return answer(document)
        except LocalSharePointError as error:
            return _write(HTTPStatus.BAD_REQUEST, {"error": str(error)})

    def _find_answer(self, method: str, subject: str, rest: str) -> Callable[[object], Response] | None:
        number = read_whole_number(rest, LARGEST_ID)
        if subject == "faults" and method == "DELETE" and number is not None:
            return lambda _: self._remove(number)
        answers: Mapping[tuple[str, str], Callable[[object], Response]] = {
            ("GET", "faults"): lambda _: self._list_faults(HTTPStatus.OK),
            ("POST", "faults"): self._add_faults,
            ("DELETE", "faults"): lambda _: self._clear(),
            ("GET", "switches"): lambda _: self._list_switches(),
            ("POST", "switches"): self._set_switches,
            ("GET", "apps"): lambda _: _write(HTTPStatus.OK, [_describe_app(app) for app in self.apps.read()]),
            ("POST", "apps"): self._register_app,
        }
        return None if rest else answers.get((method, subject))

    def _list_faults(self, status: HTTPStatus) -> Response:
        return _write(status, [_describe_fault(standing) for standing in self.register.read()])

    def _add_faults(self, document: object) -> Response:
        faults = [read_fault(entry) for entry in (document if isinstance(document, list) else [document])]
        added = {self.register.add(fault) for fault in faults}
        standing = [_describe_fault(one) for one in self.register.read() if one.id in added]
        return _write(HTTPStatus.CREATED, standing)

    def _clear(self) -> Response:
        self.register.clear()
        return self._list_faults(HTTPStatus.OK)

    def _remove(self, fault_id: int) -> Response:
        if not self.register.remove(fault_id):
            return _write(HTTPStatus.NOT_FOUND, {"error": f"There is no fault {fault_id}."})
        return self._list_faults(HTTPStatus.OK)

    def _list_switches(self) -> Response:
        return _write(HTTPStatus.OK, {name: getattr(self.switches, name) for name in SWITCHES})

    def _set_switches(self, document: object) -> Response:
        if not isinstance(document, dict):
            raise LocalSharePointError("Switches are a JSON object.")
        for name, value in document.items():
            if name not in SWITCHES or not isinstance(value, bool):
                raise LocalSharePointError(f"'{name}' cannot be {value!r}. True or false are: {', '.join(SWITCHES)}.")
        for name, value in document.items():
            setattr(self.switches, name, value)
        return self._list_switches()

    def _register_app(self, document: object) -> Response:
        given = document if isinstance(document, dict) else {}
        name, role = given.get("name"), given.get("role")
        if not isinstance(name, str) or not isinstance(role, str) or len(given) > 2:
            raise LocalSharePointError("An app is a JSON object with a name and a role.")
        return _write(HTTPStatus.CREATED, _describe_app(self.apps.register(name, find_role(role))))


def _describe_fault(standing: Standing) -> Mapping[str, object]:
    return {"id": standing.id, "seen": standing.seen, "struck": standing.struck, **write_fault(standing.fault)}


def _describe_app(app: App) -> Mapping[str, object]:
    return {
        "client_id": app.client_id,
        "name": app.name,
        "role": app.role.word,
        "certificate_file": str(app.credentials.certificate_file),
        "private_key_file": str(app.credentials.private_key_file),
    }


def _read_body(request: Request) -> object:
    # A page in a browser cannot send JSON here without being asked first whether it may, and nobody says yes.
    if parse_options_header(request.headers.get("Content-Type", ""))[0].lower() != "application/json":
        raise LocalSharePointError("Send JSON, with the header Content-Type: application/json.")
    try:
        document: object = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise LocalSharePointError(f"The body is not JSON: {error}.") from error
    return document


def _write(status: HTTPStatus, document: object) -> Response:
    headers = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
    return Response(status, json.dumps(document, default=str).encode(), headers)
