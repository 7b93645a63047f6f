"""The YAML language server over its standard input and output, as an editor talks to it.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

from tests.machine import PATIENCE

LONGEST = 300
"""Seconds after which a server that does not answer is ended, so that nobody waits for it for ever."""
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "yamlVersion": "1.2",
        "schemaStore": {"enable": False},
        "schemas": {},
    }
}


class LanguageServer:
    """Requests are answered in turn; what the server asks meanwhile is answered with the settings, or with nothing."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self._process = process
        self._folder = folder
        self._last_id = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}

    def start(self) -> None:
        """The handshake."""
        root = self._folder.as_uri()
        can = {"textDocument": {"hover": {"contentFormat": ["markdown"]}}, "workspace": {"configuration": True}}
        folders = [{"uri": root, "name": "playbooks"}]
        self._ask("initialize", processId=None, rootUri=root, workspaceFolders=folders, capabilities=can)
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=SETTINGS)

    def diagnostics(self, name: str, text: str) -> list[tuple[int, str]]:
        """What it says about a new file of this name: line, from 1, and message."""
        uri = self._open(name, text)
        while uri not in self._diagnostics:
            self._read()
        found = [(each["range"]["start"]["line"] + 1, str(each["message"])) for each in self._diagnostics[uri]]
        return sorted(found)

    def completion(self, name: str, text: str) -> list[str]:
        """What it offers where ``|`` stands in a new file."""
        answer = self._ask("textDocument/completion", **self._at(name, text))
        items = answer["items"] if isinstance(answer, dict) else answer
        return [str(item["label"]) for item in items]

    def hover(self, name: str, text: str) -> str:
        """What it says about the word behind ``|`` in a new file."""
        answer = self._ask("textDocument/hover", **self._at(name, text))
        return str(answer["contents"]["value"]) if answer else ""

    def _at(self, name: str, text: str) -> dict[str, Any]:
        before, _, after = text.partition("|")
        uri = self._open(name, before + after)
        position = {"line": before.count("\n"), "character": len(before) - (before.rfind("\n") + 1)}
        return {"textDocument": {"uri": uri}, "position": position}

    def _open(self, name: str, text: str) -> str:
        uri = (self._folder / name).as_uri()
        self._tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        return uri

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _ask(self, method: str, **params: Any) -> Any:
        self._last_id += 1
        self._send({"id": self._last_id, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._last_id and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while (line := self._process.stdout.readline().strip()) or not length:
            assert line or self._process.poll() is None, "the language server ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        self._handle(message)
        return message

    def _handle(self, message: dict[str, Any]) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": self._answer(message)})

    @staticmethod
    def _answer(message: dict[str, Any]) -> Any:
        if message["method"] == "workspace/configuration":
            return [SETTINGS.get(item.get("section", ""), {}) for item in message["params"]["items"]]
        return None


@contextmanager
def language_server(node_modules: Path, folder: Path) -> Iterator[LanguageServer]:
    """One that runs until the block ends; ``folder`` is where the files it is asked about would be."""
    program = node_modules / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
    command = ["node", str(program), "--stdio"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    watchdog = Timer(LONGEST, process.kill)
    watchdog.start()
    try:
        server = LanguageServer(process, folder)
        server.start()
        yield server
    finally:
        watchdog.cancel()
        process.kill()
        process.wait(PATIENCE)
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            stream.close()
