"""The only module that names concrete doorways: it plugs them into the ports."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sync.config.mappings import check_against_register, load_register_words, load_rules
from sync.config.settings import LoadedSettings, Profile, SharePointSettings, load_settings
from sync.config.target_checks import check_register_titles
from sync.core.clocks import local_day
from sync.core.inspectorates import RegisterWords
from sync.core.normalise import normalise_register
from sync.core.records import Register, TargetList
from sync.core.rules import Rules
from sync.emulator.errors import LocalSharePointError
from sync.emulator.seeds.loader import find_seed
from sync.emulator.server import Connection, LocalSharePoint
from sync.errors import AccessError, ConfigError, InterruptedRunError, Problem, RegisterError, UnreachableError
from sync.jobs.holder import build_holder
from sync.jobs.pipeline import list_requests, request_target
from sync.jobs.scheduler import Heartbeat, Timetable
from sync.ports import ListRequest, Ports, Progress, RunLimits, StopSignal
from sync.register.draft_files import ImportAsked, Imported, import_drafts
from sync.register.files import RegisterFiles
from sync.register.lists import describe_lists, read_tables
from sync.sharepoint import SharePointSite, SiteConnection

RELEASE = version("hmicfrs-sync")
_PROVISION_REGISTER = "Run hmicfrs-sync provision, or set register_source to files."


class SystemClock:
    """The real time."""

    def today(self) -> date:
        """Return the calendar day in London."""
        return local_day(self.now())

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)

    def seconds(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()


@dataclass(frozen=True)
class House:
    """Everything a command works with: the settings, the rules, the register, and the ports."""

    loaded: LoadedSettings
    rules: Rules
    kept_register: Register | None
    ports: Ports

    @cached_property
    def register(self) -> Register:
        """Return the register: the one of the files, or the one of the site's lists, read when it is first asked for.

        Raises:
            RegisterError: everything that is wrong with the lists.
            AccessError, SiteShapeError: the lists cannot be read.
        """
        return self.kept_register or _read_register_lists(self)

    def read_register(self) -> Register:
        """Return ``register``, for a pass that reads it in its own time; raises as that does."""
        return self.register


def load_configuration(
    config: Path, profile: Profile, environ: Mapping[str, str]
) -> tuple[LoadedSettings, Rules, Register | None]:
    """Return settings, rules and register, all checked; nothing outside this folder is asked.

    There is no register here when it is kept in lists on the site.

    Raises:
        ConfigError, RegisterError: everything that is wrong in all of them.
    """
    if not config.exists():
        told = (
            "There is no such file. Run the command in the project's folder, or name the settings file with --config."
        )
        raise ConfigError([Problem(str(config), 0, 0, "missing-file", told)])
    problems: list[Problem] = []
    register: Register | None = None
    rules: Rules | None = None
    loaded: LoadedSettings | None = None
    try:
        loaded = load_settings(config, profile, environ)
    except ConfigError as error:
        problems.extend(error.problems)
    folders = (loaded.mappings_folder, loaded.register_folder) if loaded else _usual_folders(config)
    try:
        rules = load_rules(folders[0])
    except ConfigError as error:
        problems.extend(error.problems)
    is_in_files = loaded is None or loaded.settings.register_source == "files"
    try:
        register = (
            None
            if not is_in_files
            else read_register_folder(folders[1], rules.register if rules else load_register_words(folders[0]))
        )
    except RegisterError as error:
        problems.extend(error.problems)
    if register is not None:
        problems.extend(check_against_register(folders[0], register))
    if loaded is not None and rules is not None:
        titles = (target.title for target in register_targets(loaded))
        problems.extend(check_register_titles(str(config), titles, rules))
    if problems or loaded is None or rules is None:
        raise ConfigError(problems)
    return loaded, rules, register


def _usual_folders(config: Path) -> tuple[Path, Path]:
    """Return where mappings and register usually are, so that broken settings do not hide what is wrong with those."""
    mappings = config.parent.parent / "mappings"
    return mappings, mappings / "register"


def read_register_folder(folder: Path, words: RegisterWords) -> Register:
    """Return the register of a folder; raises RegisterError."""
    publications, items = RegisterFiles(folder).read_tables()
    return normalise_register(publications, items, words)


def register_targets(loaded: LoadedSettings) -> tuple[TargetList, ...]:
    """Return the two lists of the register, to be provisioned; none when it is kept in files."""
    if loaded.settings.register_source == "files":
        return ()
    titles = loaded.settings.register_lists
    return describe_lists({"publications": titles.publications, "items": titles.items})


def _read_register_lists(house: House) -> Register:
    """Return the register of the site's lists, checked as that of the files is; raises RegisterError."""
    targets = register_targets(house.loaded)
    requests = [
        ListRequest(target.title, {column.name: _PROVISION_REGISTER for column in target.columns}, _PROVISION_REGISTER)
        for target in targets
    ]
    lists = house.ports.site.read_lists(requests)
    publications, items = (lists[target.title] for target in targets)
    register = normalise_register(*read_tables(publications, items), house.rules.register)
    if problems := list(check_against_register(house.loaded.mappings_folder, register)):
        raise RegisterError(problems)
    return register


def import_into_register(
    source: Path, config: Path, profile: Profile, environ: Mapping[str, str], asked: ImportAsked
) -> Imported:
    """Draft register rows from a saved page or a spreadsheet.

    Only the settings are read besides: a register with mistakes can still be added to, as long as its files are whole.

    Raises:
        ConfigError, RegisterError: the settings, the source or the register's files cannot be used; or the register is kept in
            the site's lists and no other folder was named.
    """
    loaded = load_settings(config, profile, environ)
    if loaded.settings.register_source != "files" and asked.into is None:
        told = "The register is kept in the site's lists. Name a folder for the drafts, and copy the rows from there."
        raise ConfigError([Problem("the command line", 0, 0, "register-in-lists", told, where="--into")])
    return import_drafts(source, loaded.register_folder, asked, load_register_words(loaded.mappings_folder))


def build_house(
    config: Path, profile: Profile, environ: Mapping[str, str], stop: StopSignal, progress: Progress
) -> House:
    """Return everything a command works with. The site is not asked anything yet.

    Raises:
        ConfigError: something is wrong with settings, mappings or register.
        UnreachableError: the profile's connection file is not there.
        UserError: a file that the sign-in needs cannot be read.
    """
    loaded, rules, register = load_configuration(config, profile, environ)
    settings = loaded.settings.sharepoint
    site = SharePointSite.connect(_build_connection(settings), _interruptible_sleep(stop))
    ports = Ports(site, SystemClock(), progress, stop, holder=build_holder(), limits=_build_limits(settings))
    return House(loaded, rules, register, ports)


def _build_limits(settings: SharePointSettings) -> RunLimits:
    """Return how long a run and its lease may last: the lease outlasts a post, and a renewal before it, with time to spare."""
    post = settings.connect_timeout_seconds + settings.read_timeout_seconds + 10.0
    return RunLimits(settings.run_budget_seconds, max(300.0, 3 * post), post)


def reload_house(house: House, config: Path, environ: Mapping[str, str]) -> House:
    """Return the house with settings, mappings and register read anew, on the same sign-in; raises ConfigError."""
    loaded, rules, register = load_configuration(config, house.loaded.profile, environ)
    return replace(house, loaded=loaded, rules=rules, kept_register=register)


def _interruptible_sleep(stop: StopSignal) -> Callable[[float], None]:
    def sleep(seconds: float) -> None:
        if stop.wait(seconds):
            raise InterruptedRunError("The run was asked to stop while it waited for SharePoint.")

    return sleep


def _build_connection(settings: SharePointSettings) -> SiteConnection:
    given = _read_connection_file(Path(settings.connection_file)) if settings.connection_file else {}

    def choose(name: str) -> str:
        return getattr(settings, name) or str(given.get(name, ""))

    return SiteConnection(
        site_url=choose("site_url"),
        authority=choose("authority"),
        client_id=choose("client_id"),
        method=settings.sign_in,
        certificate_file=choose("certificate_file"),
        private_key_file=choose("private_key_file"),
        private_key_passphrase=settings.private_key_passphrase.get_secret_value(),
        federated_token_file=settings.federated_token_file,
        ca_file=choose("ca_file"),
        user_agent=f"NONISV|{settings.company}|hmicfrs-sync/{RELEASE}",
        connect_timeout=timedelta(seconds=settings.connect_timeout_seconds),
        read_timeout=timedelta(seconds=settings.read_timeout_seconds),
        retry_pause=timedelta(seconds=settings.retry_pause_seconds),
        throttle_budget=timedelta(seconds=settings.throttle_budget_seconds),
    )


def _read_connection_file(path: Path) -> dict[str, Any]:
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UnreachableError(
            f"There is no connection file {path}: no local SharePoint is running there. Start one with 'hmicfrs-sync emulator' "
            "in another window, or name its data folder in HMICFRS_LOCAL."
        ) from None
    except (OSError, ValueError) as error:
        raise UnreachableError(
            f"The connection file {path} cannot be read. Start the local SharePoint again."
        ) from error
    if not isinstance(content, dict) or not str(content.get("site_url", "")).startswith("https://"):
        raise UnreachableError(f"The connection file {path} names no site. Start the local SharePoint again.")
    return content


def check_online(house: House) -> None:
    """Read every list that a run reads or writes, and conclude nothing; raises what a run would raise."""
    wanted = {request.title: request for request in list_requests(house.rules)}
    runs = request_target(house.rules.targets.runs)
    house.ports.site.read_lists(list({runs.title: runs, **wanted}.values()))


def build_timetable(loaded: LoadedSettings) -> tuple[Timetable, Heartbeat]:
    """Return when ``serve`` runs, and its heartbeat."""
    schedule = loaded.settings.schedule
    path = Path(schedule.heartbeat_file) if schedule.heartbeat_file else None
    return Timetable(schedule.every_minutes, tuple(schedule.daily_at)), Heartbeat(path)


def start_local_sharepoint(data_dir: Path, *, port: int, seed: str | None, faults: bool = False) -> "LocalSite":
    """Return the local SharePoint, to be entered with ``with``.

    Raises:
        ConfigError: there is no seed of that name.
        AccessError: it cannot be started; the sentence says why.
    """
    try:
        if seed is not None:
            find_seed(seed)
    except LocalSharePointError as error:
        raise ConfigError([Problem("the command line", 0, 0, "unknown-seed", str(error), where="--seed")]) from error
    return LocalSite(data_dir, port, seed, faults=faults)


class LocalSite(AbstractContextManager[Connection]):
    """The local SharePoint, its own error told as one of ours."""

    def __init__(self, data_dir: Path, port: int, seed: str | None, *, faults: bool) -> None:
        self._server = LocalSharePoint(data_dir, port=port, seed=seed, faults=faults)

    @property
    def pages_url(self) -> str:
        """Where a browser finds the site, without a certificate to trust; empty until it has started."""
        return self._server.pages_url

    def __enter__(self) -> Connection:
        try:
            return self._server.start()
        except LocalSharePointError as error:
            raise AccessError(str(error)) from error

    def __exit__(self, *exception: object) -> None:
        self._server.stop()
