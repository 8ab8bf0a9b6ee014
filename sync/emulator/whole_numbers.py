"""Whole numbers as requests write them: plain digits, and not more of them than somebody can mean."""


def read_whole_number(text: str, most: int) -> int | None:
    """Return the number that ``text`` writes; None for anything else, a negative number, or one above ``most``.

    Python itself refuses to read thousands of digits, and reads those of other scripts.
    """
    digits = text.lstrip("0") or text[:1]
    if not text.isascii() or not text.isdigit() or len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if number <= most else None
