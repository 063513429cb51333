"""The yaml-language-server that editors run, spoken to as they do: installed with npm when a test asks, and kept.

Where it cannot be had, the test is skipped with the reason; under CI it fails, for there nothing is skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from tests.paths import ROOT
from tests.schemas.fetching import LONGEST, give_up

PACKAGE = "yaml-language-server@1.25.0"
FOLDER = ROOT / ".cache" / PACKAGE
PROGRAM = FOLDER / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


def program() -> Path:
    """The server, from the cache or from npm."""
    if not PROGRAM.exists():
        FOLDER.parent.mkdir(parents=True, exist_ok=True)
        # whole or not at all: tests of another process may look for it meanwhile
        made = Path(tempfile.mkdtemp(dir=FOLDER.parent))
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(made), PACKAGE]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            give_up(f"{PACKAGE} cannot be had: {error}")
        if done.returncode:
            give_up(f"{PACKAGE} cannot be had: {done.stderr.strip()[-500:]}")
        try:
            made.rename(FOLDER)
        except OSError:
            shutil.rmtree(made)  # another process was quicker
    return PROGRAM


@contextmanager
def editor(schema: Path) -> Iterator[Editor]:
    """An editor in which every YAML file is by this schema."""
    command = ["node", str(program()), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        try:
            yield Editor(server, schema)
        finally:
            server.kill()


class Editor:
    """What an editor asks of the server, and is told."""

    def __init__(self, server: subprocess.Popen[bytes], schema: Path) -> None:
        self.server, self.numbers = server, count(1)
        self.settings = {"yaml": {"schemas": {schema.as_uri(): "/*"}, "validate": True, "completion": True}}
        self.told: dict[str, Any] = {}
        """What was told of a file without being asked: its problems."""
        snippets = {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": None,
                "capabilities": {"textDocument": {"completion": snippets}, "workspace": {"configuration": True}},
            },
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})
        while not self.problems("no: town\n"):  # until it has taken the settings in
            pass

    def open(self, text: str) -> str:
        """Open a file with this text; its address."""
        uri = f"file:///town-{next(self.numbers)}.yaml"
        self.tell(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
        )
        return uri

    def offered(self, text: str) -> dict[str, str]:
        """What is offered at the end of a text: each label, with what is inserted."""
        line = text.count("\n")
        place = {"line": line, "character": len(text) - text.rfind("\n") - 1}
        found = self.ask("textDocument/completion", {"textDocument": {"uri": self.open(text)}, "position": place})
        items = found["items"] if isinstance(found, Mapping) else found
        return {item["label"]: item.get("textEdit", {}).get("newText") or item.get("insertText", "") for item in items}

    def problems(self, text: str) -> list[str]:
        """What is wrong with a text."""
        uri = self.open(text)
        while uri not in self.told:
            self._next()
        return [problem["message"] for problem in self.told.pop(uri)]

    def ask(self, method: str, params: Any) -> Any:
        """Ask, and wait for the answer."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while (message := self._next()).get("id") != number or "method" in message:
            pass
        assert "error" not in message, message
        return message["result"]

    def tell(self, method: str, params: Any) -> None:
        """Tell, without an answer."""
        self._send({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """The next message; what the server asks is answered, what it tells of a file is kept."""
        message = self._read()
        if message.get("method") == "workspace/configuration":
            wanted = [self.settings.get(item["section"]) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.told[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def _send(self, message: Mapping[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.server.stdin is not None
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.server.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.server.stdout is not None
        length = 0
        while (line := (said := self.server.stdout.readline()).strip()) or not length:
            assert said, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        found: dict[str, Any] = json.loads(self.server.stdout.read(length))
        return found
