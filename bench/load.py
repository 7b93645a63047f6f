"""Loading a library: read, checked, with every position known, against PyYAML's C loader, which only parses."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import yaml

from bench.figures import Figure, at_most
from bench.rules import playbooks, rules
from bench.suites import Extent
from bench.turns import COMPUTING, seconds_in_turns
from coach.engine.cards import check_template
from coach.engine.playbook import Library, load_texts
from coach.engine.playbook.defaults import read_defaults
from coach.engine.playbook.read import read_playbook

SHIPPED = Path("playbooks")


def figures(extent: Extent) -> Iterator[Figure]:
    """The shipped library, and made-up ones."""
    shipped = {each.relative_to(SHIPPED).as_posix(): each.read_text("utf-8") for each in SHIPPED.rglob("*.yaml")}
    yield _of("shipped", {key.removesuffix(".yaml"): text for key, text in shipped.items()}, extent.rounds)
    for size in (1_000,) if extent.short else (1_000, 10_000):
        yield _of("made-up", playbooks(rules(size)), 3)


def _of(kind: str, texts: Mapping[str, str], rounds: int) -> Figure:
    assert {name: each.title for name, each in _cold(texts).playbooks.items()} == _titles(texts)
    ours, theirs = seconds_in_turns(partial(_cold, texts), partial(_titles, texts), rounds=rounds, clock=COMPUTING)
    return Figure(
        f"load {len(texts):,} {kind} files", "yaml.CSafeLoader", len(texts), "files", ours, theirs, at_most(4)
    )


def _cold(texts: Mapping[str, str]) -> Library:
    """As a process does that has read nothing yet."""
    read_playbook.cache_clear()
    read_defaults.cache_clear()
    return load_texts(texts, check_text=check_template)


def _titles(texts: Mapping[str, str]) -> dict[str, str]:
    read = {key: yaml.load(text, yaml.CSafeLoader) for key, text in texts.items()}
    return {key.rpartition("/")[2]: each["title"] for key, each in read.items() if "title" in each}
