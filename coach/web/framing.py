"""What the web server takes for a request, where waitress is more generous, or less polite, than senders deserve.

Waitress lets what reads a request's head be chosen (``parser_class``). What no request may hold is answered with 400
and a sentence: by itself waitress says 501 of an encoding that it does not know, as if the fault were ours, hangs up
without a word on what Python's readers of addresses and numbers refuse, and logs that as a mistake of its own.
"""

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented

_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]*)(?::[0-9]{0,5})?")


class CarefulParser(HTTPRequestParser):
    """Reads a request, and of several that come at once the first: each holds a file or an answer until it is read."""

    def received(self, data: bytes) -> int:
        """How much of ``data`` is of this request. Who sends more is told that it is the last (RFC 9112, 9.3.2)."""
        # Blank lines before a request are none of it; to waitress each is a request, and a flood of them work.
        begins = self.body_rcv is None and not self.header_plus
        blank = len(data) - len(data.lstrip(b"\r\n")) if begins else 0
        if data and blank == len(data):
            return blank
        taken = blank + super().received(data[blank:])
        if self.completed and data[taken:].strip():
            self.headers = {**self.headers, "CONNECTION": "close"}
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which waitress answers with 400, for whatever is wrong with it."""
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented as error:
            raise ParsingError("Of the transfer encodings, only chunked is taken") from error
        except ValueError as error:
            raise ParsingError("An address or a number that is none") from error
        if problem := self._framing():
            raise ParsingError(problem)
        if self.body_rcv is None:
            # Told to go on, waitress would wait for a body that was never announced.
            self.expect_continue = False

    def _framing(self) -> str:
        """What leaves open where a request ends or whom it is for, so that a proxy may read it otherwise (RFC 9112)."""
        if not self.version.startswith("1."):
            return "Only HTTP/1.0 and HTTP/1.1 are spoken here"
        if "TRANSFER_ENCODING" in self.headers:
            return "There is no Transfer-Encoding in HTTP/1.0"
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            return "A body has a Content-Length or a Transfer-Encoding, not both"
        # Several are one value by now, with ", " between them, which is no host either.
        host = self.headers.get("HOST", "" if self.version == "1.0" else None)
        if host is None or not _HOST.fullmatch(host):
            return "The Host header is missing, there is more than one, or it is none"
        return ""


class CarefulChannel(HTTPChannel):
    """A connection whose requests are read so."""

    parser_class = CarefulParser
