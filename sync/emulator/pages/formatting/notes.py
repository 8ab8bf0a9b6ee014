"""What a page could not show as SharePoint would, each thing said once."""


class Notes:
    """The notes of one page, in the order in which they came up."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        """Keep a sentence, once."""
        self._sentences[sentence] = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(self._sentences)
