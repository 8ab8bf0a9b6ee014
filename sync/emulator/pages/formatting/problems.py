"""What formatting asks for and the local SharePoint does not know."""


class FormattingError(Exception):
    """Formatting that cannot be shown; the message names what it is about, and finishes "It uses ...".

    Whoever shows the value shows it plainly then, with a note.
    """
