"""Generates files from the code, which are kept in the repository: ``make generated`` updates all of them.

These are message catalogs, tables in documents, and schemas for editors. Tests check each against the code.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from coach.channels.registry import CHECKS
from coach.cli.operate import settings_table
from coach.doctor.page import with_findings
from coach.engine.playbook import reference
from coach.engine.playbook.schema import files
from coach.foresee import reference as planning
from coach.foresee.form import DealForm
from coach.foresee.samples import SCHEMA
from coach.lint.page import with_rules
from tools import messages

ROOT = Path(__file__).parents[1]


def with_settings(page: str) -> str:
    """The operator's page with every setting."""
    before, between, after = "<!-- settings -->", "\n", "<!-- /settings -->"
    head, tail = page.split(before)[0], page.split(after)[1]
    return f"{head}{before}{between}{settings_table()}{between}{after}{tail}"


PAGES: Mapping[str, Callable[[str], str]] = {
    "playbooks.md": reference.with_tables,
    "plan.md": planning.with_tables,
    "lint.md": with_rules,
    "admin.md": lambda page: with_findings(page, CHECKS),
    "operator.md": with_settings,
}
"""For each page, the function that inserts its tables."""


def main() -> None:
    """Write everything."""
    messages.update()
    for name, written in PAGES.items():
        page = ROOT / "docs" / name
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
    for name, text in files():
        (ROOT / "playbooks" / name).write_text(text, encoding="utf-8")
    schema = json.dumps(DealForm.model_json_schema(), indent=2, ensure_ascii=False)
    (ROOT / "coach" / "foresee" / "samples" / SCHEMA).write_text(schema + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
