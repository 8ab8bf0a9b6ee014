"""What whoever runs the local SharePoint can do to it while it runs: faults, switches and apps."""

from dataclasses import dataclass, field

from sync.emulator.apps import App, Apps
from sync.emulator.errors import LocalSharePointError
from sync.emulator.faults.administration import Administration
from sync.emulator.faults.injection import Injection
from sync.emulator.faults.register import FaultRegister
from sync.emulator.roles import find_role
from sync.emulator.store.database import read_clock
from sync.emulator.switches import Switches


@dataclass(slots=True)
class Control:
    """Kept from one start to the next; ``is_served`` opens the administration route."""

    is_served: bool = False
    faults: FaultRegister = field(default_factory=lambda: FaultRegister(read_clock))
    switches: Switches = field(default_factory=Switches)
    apps: Apps | None = None

    def register_app(self, name: str, word: str) -> App:
        """Return the app of that name with that role; raises ``LocalSharePointError`` when nothing runs."""
        if self.apps is None:
            raise LocalSharePointError("The local SharePoint is not running. Start it, then register apps.")
        return self.apps.register(name, find_role(word))

    def build_injection(self) -> Injection:
        """Return what plays the faults."""
        return Injection(self.faults)

    def build_administration(self, apps: Apps) -> Administration | None:
        """Return the administration route, or None when it is not served."""
        return Administration(self.faults, self.switches, apps) if self.is_served else None
