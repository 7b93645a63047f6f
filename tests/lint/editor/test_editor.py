"""What an author sees while typing: the schema, read by the language server of VS Code and others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from coach.engine.playbook.schema import FILE
from coach.engine.playbook.vocabulary import DEAL_FACTS, GROUPS, PRODUCT_FACTS
from tests.lint.editor.language_server import LanguageServer, language_server
from tests.npm import installed

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PLAYBOOKS = HERE.parents[2] / "playbooks"
MODELINE = f"# yaml-language-server: $schema=./{FILE}\n"


@pytest.fixture(scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    node_modules = installed(request, HERE, "yaml-language-server")
    folder = tmp_path_factory.mktemp("playbooks")
    shutil.copy(PLAYBOOKS / FILE, folder)
    with language_server(node_modules, folder) as running:
        yield running


@pytest.mark.parametrize("path", sorted(PLAYBOOKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_it_finds_no_fault_with_the_library(server: LanguageServer, path: Path) -> None:
    assert server.diagnostics(path.name, path.read_text(encoding="utf-8")) == []


def test_it_marks_mistakes_at_their_lines(server: LanguageServer) -> None:
    text = (
        "title: A\n"
        "status: lve\n"
        "when:\n"
        "  amont: {above: 5}\n"
        "  amount: {above: five}\n"
        "  any:\n"
        "    - not:\n"
        "        product: {discount: {abov: 3}}\n"
        "  fields:\n"
        "    Score__c: {contins: x}\n"
        "cards:\n"
        "  - {name: One, title: One, tip: A, vdeo: 1}\n"
    )
    assert server.diagnostics("mistakes.yaml", MODELINE + text) == [
        (3, 'Value is not accepted. Valid values: "draft", "live", "retired".'),
        (5, "Property amont is not allowed."),
        (6, 'Incorrect type. Expected "number".'),
        (9, "Property abov is not allowed."),
        (11, "Property contins is not allowed."),
        (13, "Property vdeo is not allowed."),
        (13, 'String does not match the pattern of "^(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*$".'),
    ]


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("root", "title: A\n|\n", {"when", "cards", "priority"}),
        ("status", "status: |\n", {"draft", "live", "retired"}),
        ("facts", "when:\n  |\n", {*DEAL_FACTS, *GROUPS, "product", "every_product", "fields"}),
        ("nested", "when:\n  any:\n    - not:\n        |\n", {*DEAL_FACTS, *GROUPS}),
        ("items", "when:\n  product:\n    |\n", {*PRODUCT_FACTS, *GROUPS}),
        ("operators", "when:\n  amount:\n    |\n", {"at_least", "between", "currency", "empty"}),
        ("stages", "when:\n  stage:\n    is: |\n", {"Prospecting", "Negotiation/Review"}),
        ("flags", "when:\n  closed: |\n", {"true", "false"}),
        ("fields", "when:\n  fields:\n    Score__c:\n      |\n", {"is", "above", "contains", "within_next_days"}),
        ("seen", "adherence:\n  within_days: 3\n  seen:\n    pushes:\n      |\n", {"increased", "changed"}),
        ("audience", "audience:\n  |\n", {"owner_title", "owner_tenure_days"}),
        ("card", "cards:\n  - name: one\n    |\n", {"title", "tip", "talk_track", "checklist", "question", "locales"}),
    ],
)
def test_it_offers_what_may_stand_there(server: LanguageServer, name: str, text: str, offered: set[str]) -> None:
    assert offered <= set(server.completion(f"offer-{name}.yaml", MODELINE + text))


@pytest.mark.parametrize(
    ("name", "text", "not_offered"),
    [
        ("text", "when:\n  type:\n    |\n", {"above", "currency", "entered", "changed"}),
        ("audience", "audience:\n  |\n", {"stage", "product"}),
        ("items", "when:\n  product:\n    |\n", {"stage", "product"}),
    ],
)
def test_it_does_not_offer_what_may_not(server: LanguageServer, name: str, text: str, not_offered: set[str]) -> None:
    assert not not_offered & set(server.completion(f"not-{name}.yaml", MODELINE + text))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("key", "|priority: 3\n", "From 1 to 100; the higher goes first, ties go by name."),
        (
            "fact",
            "when:\n  |days_in_stage: {at_least: 3}\n",
            "Whole days of 24 hours since the deal came into its stage.",
        ),
        ("operator", "when:\n  stage: {|entered: A}\n", "came into it from another stage."),
        ("group", "when:\n  |product: {discount: {above: 3}}\n", "some line item satisfies all of it together."),
        ("card", "cards:\n  - |talk_track: Say\n", "Words the rep can use, in Markdown."),
    ],
)
def test_it_says_what_a_word_means(server: LanguageServer, name: str, text: str, said: str) -> None:
    assert said in server.hover(f"hover-{name}.yaml", MODELINE + text)
