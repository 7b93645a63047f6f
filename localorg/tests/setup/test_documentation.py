"""docs/localorg.md lists the switches as they are declared: it is derived, and must be derived again on a change."""

import json
from pathlib import Path

from localorg.setup.control import switches

PAGE = Path(__file__).parents[3] / "docs" / "localorg.md"
_BEGIN, _END = "<!-- switches -->\n", "<!-- /switches -->"


def table() -> str:
    """The declared switches as a table."""
    head = "| switch | Setup page | default | meaning |\n|---|---|---|---|\n"
    rows = [
        f"| `{one['name']}` | {one['page']} | `{json.dumps(one['default'])}` | {one['meaning']} |\n"
        for one in switches()
    ]
    return head + "".join(rows)


def test_the_page_lists_every_switch_as_it_is_declared() -> None:
    written = PAGE.read_text(encoding="utf-8").split(_BEGIN)[1].split(_END)[0]
    assert written == table(), "put the new table in with: python -m localorg.tests.setup.test_documentation"


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text.split(_BEGIN)[0] + _BEGIN + table() + _END + text.split(_END)[1], encoding="utf-8")
