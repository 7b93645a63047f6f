"""Which requests the web server accepts. Stricter than waitress in places, and with better error messages.

Waitress lets the parser of a request's head be replaced (``parser_class``). This one answers invalid requests with 400
and a sentence. Waitress itself answers 501 to an unknown transfer encoding, as if the fault were ours. It also closes
the connection silently if Python's parsers of URLs and numbers fail, and logs that as an error of its own.
"""

import re

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented

_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~-]*)(?::[0-9]{0,5})?")


class CarefulParser(HTTPRequestParser):
    """Parses one request. Of several pipelined requests it takes only the first: each holds a file or an answer until
    read.
    """

    def received(self, data: bytes) -> int:
        """How much of ``data`` belongs to this request. A client that sends more gets "Connection: close" (RFC 9112,
        9.3.2).
        """
        # Blank lines before a request do not belong to it. Waitress takes each for a request, so a flood of them would
        # cost work.
        begins = self.body_rcv is None and not self.header_plus
        blank = len(data) - len(data.lstrip(b"\r\n")) if begins else 0
        if data and blank == len(data):
            return blank
        taken = blank + super().received(data[blank:])
        if self.completed and data[taken:].strip():
            self.headers = {**self.headers, "CONNECTION": "close"}
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Raises ParsingError, which waitress answers with 400, for anything invalid."""
        try:
            super().parse_header(header_plus)
        except TransferEncodingNotImplemented as error:
            raise ParsingError("Of the transfer encodings, only chunked is taken") from error
        except ValueError as error:
            raise ParsingError("An address or a number that is none") from error
        if problem := self._framing():
            raise ParsingError(problem)
        if self.body_rcv is None:
            # After "100 Continue", waitress would wait for a body that was never announced.
            self.expect_continue = False

    def _framing(self) -> str:
        """Why the request must be rejected; empty if it need not be.

        Rejects whatever leaves open where a request ends or which host it is for: a proxy may read it differently (RFC
        9112).
        """
        if not self.version.startswith("1."):
            return "Only HTTP/1.0 and HTTP/1.1 are spoken here"
        if "TRANSFER_ENCODING" in self.headers:
            return "There is no Transfer-Encoding in HTTP/1.0"
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            return "A body has a Content-Length or a Transfer-Encoding, not both"
        # Several Host headers are joined by ", " at this point, which is not a valid host either.
        host = self.headers.get("HOST", "" if self.version == "1.0" else None)
        if host is None or not _HOST.fullmatch(host):
            return "The Host header is missing, there is more than one, or it is none"
        return ""


class CarefulChannel(HTTPChannel):
    """A connection that uses this parser."""

    parser_class = CarefulParser
