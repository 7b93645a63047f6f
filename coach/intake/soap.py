"""SOAP 1.1: read an envelope from an untrusted sender safely, and write the two answers to it."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from coach.errors import Rejected

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

MAX_BYTES = 5_000_000
MAX_DEPTH = 32
MAX_ELEMENTS = 100_000
"""An object has at most 800 custom fields, a message at most 100 records."""

_DECLARED_ENCODING = re.compile(r"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")


def read(body: bytes) -> Element:
    """The root of an XML document in UTF-8, with or without a byte order mark.

    Tags are in Clark notation, ``{namespace}name``, and so is the value of ``xsi:type``, because a prefix means nothing
    by itself. Comments and processing instructions are dropped. Raises Rejected for a document type or entity
    declaration, for a document beyond the limits above, and for whatever is not well-formed.
    """
    if len(body) > MAX_BYTES:
        raise Rejected(f"The message is larger than {MAX_BYTES:,} bytes.", 413)
    text = _decoded(body)
    # Override the declared encoding: it has been checked, and the parser must not use another.
    parser = DefusedXMLParser(target=_BoundedBuilder(), encoding="utf-8", forbid_dtd=True)
    try:
        parser.feed(text.encode())
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Rejected("The message declares a document type or an entity, which is not allowed.") from error
    except ParseError as error:
        line, column = error.position
        raise Rejected(f"The message is not well-formed XML: line {line}, column {column + 1}.") from error
    return root


def _decoded(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Rejected("The message is not encoded in UTF-8.", 415) from error
    declared = _DECLARED_ENCODING.match(text[:500])
    if declared and declared[1].lower() not in {"utf-8", "utf8"}:
        raise Rejected("The message declares an encoding other than UTF-8.", 415)
    return text


class _BoundedBuilder(TreeBuilder):
    """Builds the tree and stops at the limits, before a hostile document has used many resources."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._elements = 0
        self._in_scope: defaultdict[str, list[str]] = defaultdict(list)

    def start_ns(self, prefix: str, uri: str) -> None:
        self._in_scope[prefix].append(uri)

    def end_ns(self, prefix: str) -> None:
        self._in_scope[prefix].pop()

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise Rejected(f"The message is nested deeper than {MAX_DEPTH} elements.")
        if self._elements > MAX_ELEMENTS:
            raise Rejected(f"The message has more than {MAX_ELEMENTS:,} elements.")
        if TYPE in attrs:
            attrs = {**attrs, TYPE: self._qualified(attrs[TYPE].strip())}
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)

    def _qualified(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        if uris := self._in_scope.get(prefix):
            return f"{{{uris[-1]}}}{local}"
        if prefix:
            raise Rejected("The message names a type with a prefix that it does not declare.")
        return local


def fault(sentence: str, *, sender_must_act: bool) -> bytes:
    """A SOAP Fault: ``Client`` if the message is at fault, ``Server`` if sending it again may help."""
    code = "Client" if sender_must_act else "Server"
    return envelope(
        f"<soapenv:Fault><faultcode>soapenv:{code}</faultcode>"
        f"<faultstring>{escape(sentence)}</faultstring></soapenv:Fault>"
    )


def envelope(content: str) -> bytes:
    """A whole document around the content of a SOAP body."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<soapenv:Envelope xmlns:soapenv="{ENVELOPE}"><soapenv:Body>{content}</soapenv:Body></soapenv:Envelope>'
    ).encode()
