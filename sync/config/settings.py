"""Settings: how the service runs. ``settings.yaml`` holds the defaults, ``local.yaml`` and ``production.yaml`` lie over it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from sync.config.interpolation import interpolate
from sync.config.problems import NOT_BLANK, check_version, read_as
from sync.config.secrets import find_literal_secrets
from sync.config.yaml_source import Document, read_document
from sync.errors import ConfigError, Problem

Profile = Literal["local", "production"]
PROFILES: tuple[Profile, ...] = ("local", "production")
_CLOCK_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class Section(BaseModel):
    """A group of settings: no unknown names, no silent conversion, no later change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


Named = Annotated[str, Field(pattern=NOT_BLANK)]
"""Text that is not blank."""


class SharePointSettings(Section):
    """The site and the sign-in. File names are taken from the current folder when they are relative."""

    connection_file: str = ""
    """A JSON file that gives site_url, authority, client_id and the file names; the local SharePoint writes one."""
    site_url: str = ""
    """The site's address, e.g. https://contoso.sharepoint.com/sites/inspection."""
    authority: str = ""
    """Who signs the service in, e.g. https://login.microsoftonline.com/TENANT-ID."""
    client_id: str = ""
    """The application (client) ID of the app registration, or of a user-assigned managed identity."""
    sign_in: Literal["certificate", "federated", "managed-identity"] = "certificate"
    """How the app proves who it is. SharePoint takes no client secrets."""
    certificate_file: str = ""
    """The certificate's public part, PEM."""
    private_key_file: str = ""
    """The certificate's private key, PEM; readable by the service alone."""
    private_key_passphrase: SecretStr = SecretStr("")
    """The private key's passphrase, when it has one; as ${env:NAME} or ${file:PATH}."""
    federated_token_file: str = ""
    """The file with the token of the platform that vouches for the container."""
    ca_file: str = ""
    """An additional certificate authority to trust, PEM; leave it out for SharePoint Online."""
    company: str = "Police"
    """Who runs the service, for the User-Agent that SharePoint asks apps to send."""
    connect_timeout_seconds: Annotated[int, Field(ge=1, le=120)] = 10
    """How long to wait for a connection."""
    read_timeout_seconds: Annotated[int, Field(ge=1, le=600)] = 90
    """How long to wait for an answer."""
    retry_pause_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0
    """How long to wait before a read that failed is tried again; the pause doubles each time."""
    throttle_budget_seconds: Annotated[int, Field(ge=0, le=3600)] = 300
    """How long a run may wait in all when SharePoint asks it to; then it stops and leaves the rest for the next run."""
    run_budget_seconds: Annotated[int, Field(ge=60, le=86400)] = 1800
    """How long a run may take, its reads included, before it asks for nothing more and leaves the rest for the next run."""

    @model_validator(mode="after")
    def _knows_the_site(self) -> "SharePointSettings":
        if self.connection_file:
            return self
        needed = {"site_url": self.site_url}
        if self.sign_in != "managed-identity":
            needed |= {"authority": self.authority, "client_id": self.client_id}
        if self.sign_in == "certificate":
            needed |= {"certificate_file": self.certificate_file, "private_key_file": self.private_key_file}
        if self.sign_in == "federated":
            needed["federated_token_file"] = self.federated_token_file
        if missing := [name for name, value in needed.items() if not value]:
            raise ValueError(f"Signing in by {self.sign_in} needs {', '.join(missing)} as well.")
        return self

    @field_validator("site_url", "authority")
    @classmethod
    def _is_https(cls, value: str) -> str:
        if value and not re.fullmatch(r"https://[^/\s]+/\S+", value):
            raise ValueError(f"'{value}' must be an address of the form https://host/path.")
        return value.rstrip("/")

    @field_validator("company")
    @classmethod
    def _fits_a_header(cls, value: str) -> str:
        if not re.fullmatch(r"(?=.*\S)[ -{}~]{1,64}", value):
            raise ValueError(
                f"{value!r} cannot stand in a User-Agent: use unaccented letters, digits and signs, no '|' and no line end, at most "
                "64 of them."
            )
        return value


class ScheduleSettings(Section):
    """When ``serve`` runs. Give either an interval or times of day."""

    every_minutes: Annotated[int, Field(ge=5, le=10080)] | None = None
    """Minutes from one start to the next."""
    daily_at: list[str] = []
    """Times of day in London, e.g. ["06:30", "12:30"]; in quotes."""
    heartbeat_file: str = ""
    """A file that is touched while the service is alive; the container's health check looks at its age."""

    @model_validator(mode="after")
    def _says_when(self) -> "ScheduleSettings":
        if bool(self.every_minutes) == bool(self.daily_at):
            raise ValueError("Give every_minutes or daily_at, and not both.")
        if wrong := [time for time in self.daily_at if not _CLOCK_TIME.fullmatch(time)]:
            shown = ", ".join(f"'{time}'" for time in wrong)
            raise ValueError(f"{shown}: not a time of day; write it as '06:30'.")
        return self


class RegisterLists(Section):
    """The titles of the register's two lists, where it is kept on the site."""

    publications: Named = "HMICFRS Register Publications"
    """The list of publications."""
    items: Named = "HMICFRS Register Items"
    """The list of items."""


class Settings(Section):
    """How the service runs."""

    version: Literal[1]
    """The version of this file's form."""
    mappings: str = "../mappings"
    """The folder with the mappings, taken from this file's folder when it is relative."""
    register_source: Literal["files", "lists"] = "files"
    """Where the register is kept: in files of register_folder, or in two lists that administrators edit in the browser."""
    register_lists: RegisterLists = RegisterLists()
    """The titles of those lists."""
    register_folder: str = "../mappings/register"
    """The folder with the register's files, taken from this file's folder when it is relative."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """What is written to the log on standard error."""
    sharepoint: SharePointSettings
    schedule: ScheduleSettings


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings with the profile they are for and the folders they name, as paths that can be opened."""

    profile: Profile
    settings: Settings
    mappings_folder: Path
    register_folder: Path


def load_settings(path: Path, profile: Profile, environ: Mapping[str, str]) -> LoadedSettings:
    """Return the settings of a file with those of the profile's file beside it laid over them.

    Raises:
        ConfigError: everything that is wrong with the two files, or a value from outside that is not there.
    """
    document, problems = _read_both(path, path.with_name(f"{profile}.yaml"))
    reading = read_as(interpolate(document, environ, path.parent), Settings)
    if problems:
        # One of the two files could not be read, so nothing is said of what the other one leaves to it.
        own = [p for p in reading.problems if p.code != "missing-key" and p.where not in Settings.model_fields]
        raise ConfigError([*problems, *own])
    if reading.problems or reading.file is None:
        raise ConfigError(reading.problems)
    settings = reading.file
    mappings, register = (_tidy(path.parent / folder) for folder in (settings.mappings, settings.register_folder))
    return LoadedSettings(profile, settings, mappings, register)


def _tidy(folder: Path) -> Path:
    """Return the folder without steps up and down, as people read it, unless a symbolic link on the way gives them a meaning."""
    tidy = Path(os.path.normpath(folder))
    return tidy if tidy.exists() and folder.exists() and tidy.samefile(folder) else folder


def _read_both(*paths: Path) -> tuple[Document, list[Problem]]:
    """Return the files laid over each other, without those of which nothing can be believed, and why that is."""
    problems: list[Problem] = []
    merged: Document | None = None
    for path in paths:
        try:
            document = read_document(path)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        if wrong := check_version(document):
            problems.extend([*document.problems, *wrong])
        else:
            document.problems.extend(find_literal_secrets(document, Settings))
            merged = merged.overlaid_with(document) if merged else document
    if merged is None:
        raise ConfigError(problems)
    return merged, problems
