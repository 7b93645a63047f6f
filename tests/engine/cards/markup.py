"""What stands in the HTML of a card or note and has no place there."""

from html.parser import HTMLParser

TAGS = frozenset(("p", "b", "i", "br", "ul", "ol", "li", "a"))


def foreign(html: str, marker: str) -> list[str]:
    """Tags and attributes that no card has, comments, and addresses with ``marker``, which is some value's, in them."""
    reader = _Reader(marker)
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, marker: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._marker = marker

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if (tag, name) == ("a", "rel"):
                continue
            if (
                (tag, name) != ("a", "href")
                or not (value or "").startswith("https://")
                or self._marker in (value or "")
            ):
                self.found.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)

    def handle_pi(self, data: str) -> None:
        self.found.append(data)
