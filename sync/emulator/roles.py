"""What an app may do on the site, on the model of Sites.Selected (sharepoint.md D.2)."""

from enum import IntEnum

from sync.emulator.errors import LocalSharePointError


class Role(IntEnum):
    """Each role may do what the ones before it may."""

    NONE = 0
    READ = 1
    #: Items, files and pages.
    WRITE = 2
    #: Lists, columns, views and content types too.
    MANAGE = 3
    FULLCONTROL = 4

    @property
    def word(self) -> str:
        """The role as Microsoft Graph writes it."""
        return self.name.lower()


def find_role(word: str) -> Role:
    """Return the role of that name; raises ``LocalSharePointError`` when there is none."""
    for role in Role:
        if role.word == word.lower():
            return role
    known = ", ".join(role.word for role in Role)
    raise LocalSharePointError(f"There is no role called '{word}'. Choose one of: {known}.")
