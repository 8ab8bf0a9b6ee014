"""The apps that are registered in the tenant, each with its own certificate and its own role on the site.

The first app comes with the data folder and has full control. Others are registered by name; registering a name again
changes its role, as granting anew does on Sites.Selected (sharepoint.md D.2).
"""

import json
import secrets
import threading
from dataclasses import dataclass, replace
from uuid import uuid4

from sync.emulator.errors import LocalSharePointError
from sync.emulator.identity import Credentials, Identity
from sync.emulator.private_files import write_private
from sync.emulator.roles import Role, find_role
from sync.emulator.store.database import Store
from sync.emulator.store.users import APP_ID, open_app_user

_FILE = "apps.json"
_FIRST = "SharePoint App"


@dataclass(frozen=True, slots=True)
class App:
    """One registered app; ``user_id`` is the account that its writes show."""

    client_id: str
    name: str
    client_secret: str
    role: Role
    user_id: int
    credentials: Credentials


class Apps:
    """Finds and registers apps; what it is told stays in the data folder."""

    def __init__(self, identity: Identity, store: Store) -> None:
        self._identity = identity
        self._store = store
        self._lock = threading.RLock()
        self._file = identity.folder / _FILE
        self._facts: dict[str, dict[str, str]] = json.loads(self._file.read_bytes()) if self._file.exists() else {}
        first = self._facts.get(identity.client_id, {}).get("role", Role.FULLCONTROL.word)
        self._apps = {
            identity.client_id: App(
                identity.client_id, _FIRST, identity.client_secret, find_role(first), APP_ID, identity
            )
        }
        for client_id in self._facts:
            if client_id != identity.client_id:
                self._apps[client_id] = self._load(client_id)

    def read(self) -> list[App]:
        """Return every app, in the order registered."""
        return list(self._apps.values())

    def find(self, client_id: str) -> App | None:
        """Return the app with that id, or None."""
        return self._apps.get(client_id.lower())

    def register(self, name: str, role: Role) -> App:
        """Return the app of that name with that role, made with a certificate of its own if need be."""
        if not name.strip():
            raise LocalSharePointError("An app needs a name.")
        with self._lock:
            known = next((app for app in self._apps.values() if app.name == name), None)
            client_id = known.client_id if known else str(uuid4())
            facts = {"name": name, "secret": secrets.token_urlsafe(30), **self._facts.get(client_id, {})}
            self._facts[client_id] = {**facts, "role": role.word}
            write_private(self._file, json.dumps(self._facts).encode())
            self._apps[client_id] = replace(known, role=role) if known else self._load(client_id)
            return self._apps[client_id]

    def _load(self, client_id: str) -> App:
        facts = self._facts[client_id]
        folder = self._identity.folder / "apps" / client_id
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        user = open_app_user(self._store, client_id, self._identity.tenant, facts["name"])
        credentials = Credentials(folder, client_id)
        return App(client_id, facts["name"], facts["secret"], find_role(facts["role"]), user.id, credentials)
