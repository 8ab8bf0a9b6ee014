"""HTML as a small tree, by the standard library's parser, so that tests ask for elements and not for strings."""

from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "col"])


class Element:
    """An element with its attributes, and what is in it in order."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    @property
    def children(self) -> list["Element"]:
        return [piece for piece in self.content if isinstance(piece, Element)]

    @property
    def text(self) -> str:
        """Everything written in it, without style sheets."""
        return self.raw_text.strip()

    @property
    def raw_text(self) -> str:
        """The same with the blanks around it."""
        if self.tag == "style":
            return ""
        return "".join(piece if isinstance(piece, str) else piece.raw_text for piece in self.content)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator["Element"]:
        for child in self.children:
            yield child
            yield from child.walk()

    def find_all(self, tag: str = "", class_: str = "", **attributes: str) -> list["Element"]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if (not tag or element.tag == tag)
            and (not class_ or class_ in element.classes)
            and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def find(self, tag: str = "", class_: str = "", **attributes: str) -> "Element":
        found = self.find_all(tag, class_, **attributes)
        assert found, f"no <{tag} class={class_} {attributes}> in {self.text[:400]}"
        return found[0]

    def has(self, tag: str = "", class_: str = "", **attributes: str) -> bool:
        return bool(self.find_all(tag, class_, **attributes))

    def list_inputs(self) -> list[tuple[str, str]]:
        """Return name and value of everything in a form that a browser would send."""
        sent: list[tuple[str, str]] = []
        for element in self.walk():
            name = element.attributes.get("name")
            if not name:
                continue
            if element.tag == "input":
                is_box = element.attributes.get("type") == "checkbox"
                if not is_box or "checked" in element:
                    sent.append((name, element.attributes.get("value", "")))
            elif element.tag == "textarea":
                sent.append((name, "".join(map(str, element.content)).removeprefix("\n").replace("\n", "\r\n")))
            elif element.tag == "select":
                options = element.find_all("option")
                chosen = next((option for option in options if "selected" in option), options[0])
                sent.append((name, chosen["value"]))
        return sent


def parse(text: str) -> Element:
    """Return the whole document."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert len(parser.open) == 1, f"never closed: {[element.tag for element in parser.open[1:]]}"
    return parser.open[0]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"an attribute of <{tag}> stands twice: {attrs}"
        self.open[-1].content.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)
