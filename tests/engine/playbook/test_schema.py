"""The schema for editors: up to date, and of one mind with loading about what may stand where."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it comes without types

from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.model import BLOCKS
from coach.engine.playbook.schema import DEFAULTS_FILE, FILE, defaults_schema, files, schema
from coach.engine.playbook.vocabulary import DEAL_FACTS, GROUPS, OPERATORS, OWNER_FACTS, PRODUCT_FACTS, PRODUCTS
from coach.errors import InvalidPlaybook, Problem

ROOT = Path(__file__).parents[3]
PLAYBOOKS = sorted((ROOT / "playbooks").glob("*.yaml"))
VALIDATOR = Draft202012Validator(schema())
BEYOND_A_SCHEMA = frozenset(
    {"answer", "between", "closed-stage", "date", "duplicate-card", "empty", "empty-card", "locale", "template"}
)
"""Rules about more than one value at a time, or about what a text says."""


def test_the_file_next_to_the_playbooks_is_up_to_date() -> None:
    for name, text in files():
        assert (ROOT / "playbooks" / name).read_text(encoding="utf-8") == text, "run: make generated"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", PLAYBOOKS, ids=lambda path: path.stem)
def test_every_playbook_names_it_in_its_first_line(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(f"# yaml-language-server: $schema=./{FILE}\n")


def test_editors_are_told_where_it_is_and_what_reads_it() -> None:
    folder = ROOT / ".vscode"

    assert json.loads((folder / "settings.json").read_text())["yaml.schemas"] == {
        f"./playbooks/{FILE}": "playbooks/**/[!_]*.yaml",
        f"./playbooks/{DEFAULTS_FILE}": "playbooks/**/_defaults.yaml",
    }
    assert json.loads((folder / "extensions.json").read_text()) == {"recommendations": ["redhat.vscode-yaml"]}


def described(node: Any, path: str = "") -> list[str]:
    """The keys that an editor could say nothing about."""
    if not isinstance(node, dict):
        return []
    silent = [f"{path}/{key}" for key, value in node.get("properties", {}).items() if not _says(value)]
    return silent + [each for key, value in node.items() for each in described(value, f"{path}/{key}")]


def _says(value: Any) -> bool:
    return value is False or "const" in value or bool(value.get("description"))


def test_every_key_is_described() -> None:
    assert described(schema()) == []


# ---------------------------------------------------------------- of one mind with loading

texts = st.sampled_from(("Prospecting", "a", "{{ deal.name }}", "yes", "2027-05-31", "https://example.com/a"))
numbers = st.integers(-3, 400) | st.sampled_from((2.5, 1e9, 0.0))
anything: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | numbers
    | texts
    | st.sampled_from((" ", ""))
    | st.just([])
    | st.just({})
    | st.lists(texts, max_size=2)
)


def now_and_then(value: st.SearchStrategy[Any], instead: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly the one, so that documents are often right as a whole."""
    return st.integers(0, 49).flatmap(lambda dice: instead if dice == 17 else value)


def keys(known: Any, value: Any) -> st.SearchStrategy[Any]:
    some = st.dictionaries(
        now_and_then(st.sampled_from(sorted(known)), st.just("unknown")), value, min_size=1, max_size=3
    )
    return now_and_then(some, anything)


def whole(known: Any, value: Any) -> st.SearchStrategy[Any]:
    """A map with all of these keys."""
    return now_and_then(st.fixed_dictionaries(dict.fromkeys(known, value)), keys(known, value))


def value_of(kind: Kind) -> st.SearchStrategy[Any]:
    days = st.integers(0, 900).map(lambda number: (date(2026, 1, 1) + timedelta(number)).isoformat())
    fitting = {
        Kind.NUMBER: numbers,
        Kind.MONEY: numbers,
        Kind.BOOLEAN: st.booleans(),
        Kind.DATE: days,
    }.get(kind, texts)
    return now_and_then(fitting, anything)


def operators(kind: Kind) -> st.SearchStrategy[Any]:
    words = [operator for operator in OPERATORS.values() if kind in operator.kinds] if kind else []
    one = st.sampled_from(words).flatmap(
        lambda operator: st.tuples(st.just(operator.word), _operand(operator.takes.name, kind))
    )
    money = st.just({"currency": "USD"}) if kind is Kind.MONEY else st.just({})
    several = st.lists(one, min_size=1, max_size=2).map(dict)
    return now_and_then(
        st.tuples(several, now_and_then(st.just({}), money)).map(lambda pair: {**pair[0], **pair[1]}), anything
    )


def _operand(takes: str, kind: Kind) -> st.SearchStrategy[Any]:
    value = value_of(kind)
    flags = now_and_then(st.booleans(), anything)
    return {
        "VALUES": value | st.lists(value, min_size=1, max_size=3),
        "VALUE": value,
        "PAIR": st.lists(value, min_size=2, max_size=2),
        "DAYS": now_and_then(st.integers(0, 60), anything | st.sampled_from((-1, 4000, 2.5))),
        "FLAG": flags,
        "TRUE": flags,
    }[takes]


def facts(known: Any) -> st.SearchStrategy[Any]:
    fact = st.sampled_from(sorted(known)).flatmap(lambda name: st.tuples(st.just(name), operators(known[name].kind)))
    return st.lists(now_and_then(fact, st.tuples(st.just("stge"), anything)), min_size=1, max_size=2).map(dict)


def grown(known: Any) -> st.SearchStrategy[Any]:
    return st.recursive(
        facts(known),
        lambda part: st.one_of(
            st.lists(part, min_size=1, max_size=2).map(lambda each: {"any": each}),
            st.lists(part, min_size=1, max_size=2).map(lambda each: {"all": each}),
            part.map(lambda each: {"not": each}),
        ),
        max_leaves=4,
    )


fields = st.dictionaries(
    now_and_then(st.sampled_from(("Score__c", "Description")), st.sampled_from(("1a", "a-b", "a" * 81))),
    st.sampled_from((Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.BOOLEAN)).flatmap(operators),
    min_size=1,
    max_size=2,
)
tree = st.one_of(
    grown(DEAL_FACTS),
    grown(PRODUCT_FACTS).map(lambda part: {"product": part}),
    grown(PRODUCT_FACTS).map(lambda part: {"every_product": part}),
    fields.map(lambda part: {"fields": part}),
)
whens = now_and_then(tree, anything)
lines = now_and_then(st.sampled_from(("A", "A longer line")), anything | st.just("x" * 201))
urls = now_and_then(
    st.just("https://example.com/a"), st.sampled_from(("http://example.com", "https://a", "https://a.b/{{x}}"))
)
links = st.fixed_dictionaries({"title": lines, "url": urls})
questions = st.fixed_dictionaries(
    {
        "ask": lines,
        "options": now_and_then(st.lists(lines, min_size=2, max_size=3), anything),
        "answer": now_and_then(st.just(1), anything),
        "explanation": lines,
    }
)
blocks: dict[str, st.SearchStrategy[Any]] = {
    "tip": lines,
    "talk_track": lines,
    "objection": whole(("says", "answer"), lines),
    "checklist": now_and_then(st.lists(lines, min_size=1, max_size=3), anything),
    "video": st.tuples(links, now_and_then(st.sampled_from((2, 2.5)), anything | st.sampled_from((0, 61)))).map(
        lambda pair: {**pair[0], "minutes": pair[1]}
    ),
    "link": now_and_then(links, keys(("title", "url"), lines)),
    "question": now_and_then(questions, keys(("ask", "answer"), lines)),
}
names = now_and_then(st.sampled_from(("one", "two-three")), st.sampled_from(("One", "a_b", "a" * 81, "", "a-")))


def with_more(documents: st.SearchStrategy[dict[str, Any]], **more: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Now and then with keys that do not belong there."""
    return st.tuples(documents, now_and_then(st.just({}), st.just(more))).map(lambda pair: {**pair[0], **pair[1]})


cards = st.fixed_dictionaries(
    {"name": names, "title": lines},
    optional={
        **blocks,
        "locales": st.dictionaries(
            now_and_then(st.sampled_from(("de", "de-AT")), st.sampled_from(("deutsch", "DE"))),
            keys(("title", "tip", "talk_track"), lines),
        ),
    },
)
documents = st.fixed_dictionaries(
    {
        "title": lines,
        "when": whens,
        "cards": now_and_then(st.lists(with_more(cards, unknown=1), min_size=1, max_size=2), anything),
    },
    optional={
        "status": now_and_then(st.sampled_from(("live", "draft", "retired")), anything),
        "skill": lines,
        "priority": now_and_then(st.integers(1, 100), anything | st.just(101)),
        "always": now_and_then(st.just(False), anything | st.just(True)),
        "review_by": now_and_then(st.just("2027-05-31"), st.sampled_from(("1999-01-01", "soon", 5))),
        "audience": now_and_then(grown(OWNER_FACTS), anything),
        "limits": now_and_then(keys(("cooldown_days", "per_deal"), st.integers(1, 100)), anything),
        "adherence": now_and_then(
            st.fixed_dictionaries({"within_days": now_and_then(st.integers(1, 365), anything), "seen": whens}), anything
        ),
    },
)


def as_yaml(value: Any) -> str:
    """In brackets, dates without quotation marks, as people write them."""
    return re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", json.dumps(value, ensure_ascii=False))


def refused(document: dict[str, Any]) -> tuple[bool, set[str]]:
    """Whether loading refuses it, and the sentences about what a schema could have said, too."""
    try:
        load_texts({"x": as_yaml(document)})
    except InvalidPlaybook as error:
        return True, {str(problem) for problem in error.problems if not _beyond(problem)}
    return False, set()


def _beyond(problem: Problem) -> bool:
    """Operators on a further field must agree on its kind: that is about several values, too."""
    return problem.rule in BEYOND_A_SCHEMA or "than its neighbours" in problem.sentence


@given(documents)
@settings(max_examples=300)
def test_schema_and_loading_are_of_one_mind(document: dict[str, Any]) -> None:
    is_refused, sentences = refused(document)
    complaints = [f"{error.json_path}: {error.message}"[:200] for error in VALIDATOR.iter_errors(document)]

    assert is_refused or not complaints
    assert complaints or not sentences


def test_every_block_and_word_is_in_the_schema() -> None:
    text = dict(files())["playbook.schema.json"]
    words = (*BLOCKS, *DEAL_FACTS, *PRODUCT_FACTS, *OPERATORS, *GROUPS, *PRODUCTS)

    assert [word for word in words if f'"{word}": {{' not in text] == []


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ({"owner": "a", "limits": {"per_deal": 2}, "audience": {"owner_role": {"is": "EMEA"}}}, True),
        ({"status": "broken"}, False),
        ({"cards": []}, False),
        ({}, True),
    ],
)
def test_a_folders_defaults_have_a_schema_of_their_own(text: dict[str, object], valid: bool) -> None:
    assert Draft202012Validator(defaults_schema()).is_valid(text) is valid
