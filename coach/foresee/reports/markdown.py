"""Sections as Markdown that renders well in a pull request.

Names from the CRM are untrusted here, too: they must not break a table or mention anybody.
"""

import re
from collections.abc import Iterator, Sequence

from coach.foresee.reports.sections import Part, ReportItem, Section, TextTable

_MARKUP = re.compile(r"([\\`*_\[\]{}~])")
_ENTITIES = str.maketrans({sign: f"&#{ord(sign)};" for sign in "<>&|@#"})
_LIST = re.compile(r"^(\s*)([+-]|\d+[.)])(?=\s)")
_ADDRESS = re.compile(r"(?i)(?<=\bwww)\.|:(?=//)")


def markdown(title: str, sections: Sequence[Section]) -> str:
    """The whole report."""
    lines = [f"## {escaped(title)}", ""]
    for section in sections:
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """``text`` escaped so that it renders unchanged: no markup, no mention, no link."""
    plain = _MARKUP.sub(r"\\\1", text.translate(_ENTITIES))
    return _ADDRESS.sub(_entity, _LIST.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", plain))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _section(section: Section) -> Iterator[str]:
    if section.folded:
        yield f"<details><summary>{escaped(section.title)}</summary>"
        yield ""
    elif section.title:
        yield f"### {escaped(section.title)}"
        yield ""
    for part in section.parts:
        yield from _part(part)
        yield ""
    if section.folded:
        yield "</details>"
        yield ""


def _part(part: Part) -> Iterator[str]:
    match part:
        case TextTable():
            yield from _table(part)
        case ReportItem(text, below):
            yield f"- {escaped(text)}"
            yield from (f"  - {escaped(line)}" for line in below)
        case _:
            yield escaped(part)


def _table(table: TextTable) -> Iterator[str]:
    yield _row(table.head)
    yield _row(["---:" if column in table.right else "---" for column in range(len(table.head))], raw=True)
    yield from (_row(row) for row in table.rows)


def _row(cells: Sequence[str], raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else escaped(cell) for cell in cells) + " |"
