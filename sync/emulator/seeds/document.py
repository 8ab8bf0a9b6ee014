"""What ``site.yaml`` may say."""

from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_OWN = {
    "choices": ("Choice", "MultiChoice"),
    "list": ("Lookup",),
    "rich": ("Note",),
    "date_only": ("DateTime",),
    "multiple": ("Lookup", "User"),
}


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SiteEntry(_Entry):
    """The site itself."""

    title: str = Field(min_length=1)
    path: str = Field(pattern=r"^/(sites|teams)/[A-Za-z0-9_-]+$")
    time_zone: str

    @field_validator("time_zone")
    @classmethod
    def check_zone(cls, value: str) -> str:
        """Raise ``ValueError`` for a time zone this computer does not know."""
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"There is no time zone called {value}.") from error
        return value


class UserEntry(_Entry):
    """One person; ``key`` is how the CSV files name them."""

    key: str = Field(min_length=1)
    title: str = Field(min_length=1)
    email: str = Field(pattern=r"^\S+@\S+$")


class FieldEntry(_Entry):
    """One column; its internal name is made from ``title``, and ``renamed_to`` is what people see."""

    title: str = Field(min_length=1)
    type: Literal["Text", "Note", "Choice", "MultiChoice", "Lookup", "User", "DateTime", "Boolean", "Number", "URL"]
    renamed_to: str | None = None
    description: str = ""
    required: bool = False
    indexed: bool = False
    unique: bool = False
    choices: tuple[str, ...] = Field(default=(), strict=False)
    list: str | None = None
    rich: bool = False
    date_only: bool = False
    multiple: bool = False

    @model_validator(mode="after")
    def check_own(self) -> Self:
        """Raise ``ValueError`` for a setting that another type of column has."""
        for name, types in _OWN.items():
            if getattr(self, name) and self.type not in types:
                raise ValueError(f"A column of type {self.type} has no {name}.")
        if self.type == "Lookup" and not self.list:
            raise ValueError("A Lookup column needs the title of a list in list.")
        return self


class ListEntry(_Entry):
    """One list; ``rows`` is a CSV file beside ``site.yaml``, ``view`` the internal names its first view shows."""

    title: str = Field(min_length=1)
    description: str = ""
    versioning: bool = False
    hidden: bool = False
    rows: str | None = None
    fields: tuple[FieldEntry, ...] = Field(default=(), strict=False)
    view: tuple[str, ...] = Field(default=(), strict=False)


class SeedDocument(_Entry):
    """The whole of ``site.yaml``."""

    site: SiteEntry
    users: tuple[UserEntry, ...] = Field(default=(), strict=False)
    lists: tuple[ListEntry, ...] = Field(default=(), strict=False)
