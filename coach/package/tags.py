"""XML with line numbers: a fault names the line on which it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"


@dataclass(slots=True)
class Tag:
    """An element by its local name. ``text`` is what stands directly in it."""

    name: str
    line: int
    namespace: str = ""
    text: str = ""
    children: list["Tag"] = field(default_factory=list)

    def at(self, path: str) -> Iterator["Tag"]:
        """The elements at a path below this one, such as ``fieldPermissions/field``."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.name == first:
                yield from child.at(rest) if rest else (child,)

    def anywhere(self, name: str) -> Iterator["Tag"]:
        """The elements of this name, at any depth."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.anywhere(name)

    def value(self, path: str) -> str:
        """The text of the first element at the path; empty without one."""
        return next((tag.text for tag in self.at(path)), "")


class Malformed(ValueError):
    """The file is no well-formed XML. ``line`` is where that shows."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Tag | None = None
        self._open: list[Tag] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 (the name that a handler must have)
        tag = Tag(name, int(self._locator.getLineNumber() or 1), attrs.get("xmlns", ""))  # type: ignore[attr-defined]
        if self._open:
            self._open[-1].children.append(tag)
        else:
            self.root = tag
        self._open.append(tag)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 (the signature that a handler must have)
        tag = self._open.pop()
        tag.text = tag.text.strip()

    def characters(self, content: str) -> None:
        self._open[-1].text += content


def parse(text: bytes) -> Tag:
    """The root of a document. Raises Malformed."""
    builder = _Builder()
    try:
        parseString(text, builder)
    except SAXParseException as error:
        raise Malformed(error.getLineNumber() or 1, f"It is no well-formed XML: {error.getMessage()}.") from error
    except DefusedXmlException as error:
        raise Malformed(1, "It declares a document type or an entity.") from error
    if builder.root is None:
        raise Malformed(1, "It is empty.")
    return builder.root
