"""The four commands as a person runs them, offline."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.app.parts import load_library
from coach.cli import coach
from coach.cli.foresee.revisions import library_at
from coach.engine.model import StageChange
from coach.errors import Rejected
from coach.foresee.files import deal_line
from tests.foresee.make import book
from tests.pipeline.world import MONDAY, deal

Run = Callable[..., Result]

NEGOTIATING = book("{stage: {is: Negotiation/Review}}", title="Trade")
PROSPECTING = book("{stage: {is: Prospecting}}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, the working tree edited since."""
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "trade.yaml").write_text(NEGOTIATING, encoding="utf-8")
    (folder / "why-now.yaml").write_text(PROSPECTING, encoding="utf-8")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"],
    ):
        subprocess.run(["git", "-C", str(folder), *command], check=True)
    (folder / "trade.yaml").write_text(NEGOTIATING.replace("Say so.", "Say less."), encoding="utf-8")
    (folder / "new.yaml").write_text(NEGOTIATING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(folder: Path) -> Run:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(coach, list(arguments))

    return run


@pytest.fixture
def deals(tmp_path: Path) -> str:
    """Three open deals, not in the order of their ids."""
    stages = {3: "Prospecting", 1: "Negotiation/Review", 2: "Qualification"}
    path = tmp_path / "deals.jsonl"
    path.write_text(
        "".join(deal_line(deal(number, stage)) + "\n" for number, stage in stages.items()), encoding="utf-8"
    )
    return str(path)


def sentence(result: Result) -> str:
    assert isinstance(result.exception, Rejected), result.output
    return str(result.exception)


def test_explain_tells_of_a_deal_in_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deal.json").write_text('{"name": "A deal", "stage": "Negotiation/Review"}', encoding="utf-8")

    text = run("explain", "deal.json").output
    told = json.loads(run("explain", "deal.json", "--format", "json", "--playbook", "trade").output)

    assert "DELIVERED  trade: A playbook" in text
    assert "DOES NOT APPLY  why-now: A playbook" in text
    assert [each["name"] for each in told["playbooks"]] == ["trade"]


def test_explain_says_what_is_wrong_with_a_file_or_a_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deal.json").write_text('{"name": "A deal", "stge": "x"}', encoding="utf-8")

    assert "deal.json: there is no key “stge”. Did you mean “stage”?" in sentence(run("explain", "deal.json"))
    assert sentence(run("explain", "nope.json")) == "nope.json cannot be read: No such file or directory."
    assert "There is no playbook “trde”." in sentence(run("explain", "deal.json", "--playbook", "trde"))


def test_explain_prints_the_schema_of_a_deal(run: Run) -> None:
    assert json.loads(run("explain", "--schema").output)["required"] == ["name", "stage"]


def test_explain_says_why_a_playbook_gives_no_card_what_would_change_it_and_on_which_line(run: Run) -> None:
    text = run("explain", "--sample", "new-prospect", "--playbook", "trade").output
    told = json.loads(run("explain", "--sample", "new-prospect", "--playbook", "trade", "--format", "json").output)

    assert "- Stage: Prospecting; the playbook asks for Negotiation/Review. (line " in text
    assert told["playbooks"][0]["why_not"][0]["sentence"] in text


def test_facts_are_set_otherwise(run: Run) -> None:
    as_if = ("--sample", "new-prospect", "--set", "stage=Negotiation/Review", "--set", "next_step=")

    text = run("explain", *as_if).output

    assert "As if stage: Negotiation/Review; next_step: empty." in text
    assert "DELIVERED  trade" in text
    assert "does not apply" not in run("preview", "trade", *as_if).output


def test_facts_that_make_no_sense_are_told(run: Run) -> None:
    wrong = run("explain", "--sample", "new-prospect", "--set", "amount=much", "--set", "stge=Prospecting")

    assert "amount takes a number" in sentence(wrong)
    assert "There is no fact “stge”. Did you mean “stage”?" in sentence(wrong)
    assert "“amount” sets nothing" in run("explain", "--sample", "new-prospect", "--set", "amount").output


def test_explain_needs_one_deal(run: Run) -> None:
    assert "Name one deal" in run("explain").output
    assert "Name one deal" in run("explain", "deal.json", "--sample", "stalled").output


def test_preview_shows_the_card_the_page_and_the_notes_text(run: Run, tmp_path: Path) -> None:
    on = ("--sample", "negotiating-a-discount")

    assert "Say less." in run("preview", "trade", *on).output
    assert "--- plain" in run("preview", "trade/one", *on, "--note").output
    assert "Written: card.html" in run("preview", "trade", *on, "--html", "card.html").output
    assert "Say less." in (tmp_path / "card.html").read_text(encoding="utf-8")


def test_preview_says_where_the_playbook_does_not_apply(run: Run) -> None:
    assert "does not apply to this deal" in run("preview", "trade", "--sample", "stalled").output


def test_preview_reads_in_the_language_asked_for(run: Run) -> None:
    on = ("preview", "trade", "--sample", "stalled")

    assert "no words for “fr”" in run(*on, "--locale", "fr").output
    assert "“German” is no language: write de, or pt-BR with a country." in run(*on, "--locale", "German").output


def test_preview_lists_the_samples_and_needs_one_deal(run: Run) -> None:
    assert "stalled" in run("preview", "--samples").output.splitlines()
    assert "Choose one deal" in run("preview", "trade").output


def test_plan_compares_the_working_tree_with_the_last_commit(run: Run, deals: str) -> None:
    result = run("plan", "--deals", deals, "--format", "markdown")

    assert result.exit_code == 0
    assert result.output.startswith("## Coach plan: cards +1 \\~1 −0 on 1 deal\n")
    assert "From the last commit to folder playbooks" in result.output
    assert "new/one" in result.output


def test_plan_compares_with_a_revision_or_a_folder(run: Run, folder: Path, deals: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "why-now.yaml").write_text(PROSPECTING, encoding="utf-8")

    assert "revision HEAD (" in run("plan", "--deals", deals, "--against", "HEAD").output
    (folder / "emea").mkdir()
    (folder / "trade.yaml").rename(folder / "emea" / "trade.yaml")
    assert "revision HEAD (" in run("plan", "--deals", deals, "--against", "HEAD").output
    assert "From folder other to" in run("plan", "--deals", deals, "--against", "other").output
    assert sentence(run("plan", "--deals", deals, "--against", "nope")) == (
        "“nope” is neither a folder nor a revision that git knows in playbooks."
    )
    assert sentence(run("plan", "--deals", deals, "--against=--all")) == "“--all” is not a revision."


def test_plan_stops_a_build_where_a_limit_is_hit(run: Run, deals: str) -> None:
    kept = run("plan", "--deals", deals, "--fail-if", "cards_added>1")
    hit = run("plan", "--deals", deals, "--fail-if", "cards_added>0", "--fail-if", "coverage<0.1")

    assert kept.exit_code == 0
    assert hit.exit_code == 3
    assert "cards_added is 1: stopped by --fail-if “cards_added>0”." in hit.output


def test_plan_as_json_is_one_document(run: Run, deals: str) -> None:
    told = json.loads(run("plan", "--deals", deals, "--format", "json").output)

    assert [deal["id"][-4] for deal in told["deals"]] == ["1", "3"]
    assert told["totals"]["cards"] == {"added": 1, "changed": 1, "removed": 0}
    assert told["playbooks"] == {"added": ["new"], "changed": ["trade"], "removed": []}


def test_plan_says_which_line_of_a_file_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.jsonl").write_text(deal_line(deal(1)) + "\n{}\n", encoding="utf-8")
    assert sentence(run("plan", "--deals", "deals.jsonl")).startswith("deals.jsonl:2: id is missing")

    (tmp_path / "deals.jsonl").write_text((deal_line(deal(1)) + "\n") * 2, encoding="utf-8")
    assert "deals.jsonl:2: the deal 006000000000001AAA is in the file twice." in sentence(
        run("plan", "--deals", "deals.jsonl")
    )


def test_plan_without_a_repository_asks_what_to_compare_with(run: Run, deals: str, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "trade.yaml").write_text(NEGOTIATING, encoding="utf-8")

    assert "Say what to compare with: --against REV or --against FOLDER." in sentence(
        run("plan", "--deals", deals, "--library", "plain")
    )


@pytest.fixture
def history(tmp_path: Path) -> str:
    """A deal that was won and one that is open, each line out of order."""
    path = tmp_path / "history.jsonl"
    lines: list[str] = []
    for number, last in ((1, "Closed Won"), (2, "Negotiation/Review")):
        history = tuple(
            StageChange(stage, MONDAY - timedelta(days=days))
            for stage, days in (("Prospecting", 40), ("Negotiation/Review", 20), (last, 10))
        )
        for place, change in enumerate(history[: 2 if number == 2 else 3]):
            one = replace(deal(number, change.stage), history=history[: place + 1], read_at=change.at)
            lines.insert(0, deal_line(one))
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_backtest_replays_a_file_in_the_order_of_time(run: Run, history: str) -> None:
    result = run("backtest", "--since", "2026-10-01", "--until", "2026-11-23", "--history", history, "--format", "json")
    told = {each["name"]: each for each in json.loads(result.output)["playbooks"]}

    assert (told["trade"]["cards"], told["why-now"]["cards"]) == (2, 2)
    assert told["trade"]["won"] == {"deals": 1, "median_days": "10.0"}
    assert told["why-now"]["won"] == {"deals": 1, "median_days": "30.0"}


def test_backtest_says_that_it_is_association_in_every_form(run: Run, history: str) -> None:
    for form in ("text", "markdown", "json"):
        output = run("backtest", "--since", "2026-10-01", "--history", history, "--format", form).output
        assert "association, not cause" in output


def test_backtest_can_take_the_playbooks_of_a_revision(run: Run, history: str) -> None:
    arguments = ("backtest", "--since", "2026-10-01", "--history", history, "--format", "markdown")

    assert "Revision HEAD: 2 playbooks" in run(*arguments, "--library", "HEAD").output
    assert "Folder playbooks: 3 playbooks" in run(*arguments).output


def test_backtest_says_which_line_of_a_file_is_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").write_text('{"id": "006000000000001AAA"}\n', encoding="utf-8")

    assert sentence(run("backtest", "--since", "2026-10-01", "--history", "history.jsonl")).startswith(
        "history.jsonl:1: id and read_at are needed"
    )


def test_a_revision_is_read_with_its_folders(folder: Path) -> None:
    (folder / "emea" / "dach").mkdir(parents=True)
    (folder / "emea" / "dach" / "plan.yaml").write_text(NEGOTIATING, encoding="utf-8")
    (folder / "emea" / "_defaults.yaml").write_text("owner: emea@example.com\n", encoding="utf-8")
    (folder / ".attic").mkdir()
    (folder / ".attic" / "old.yaml").write_text("not: one", encoding="utf-8")
    for command in (["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "two"]):
        subprocess.run(["git", "-C", str(folder), *command], check=True)

    library = library_at(folder, "HEAD")

    assert (library.folders["plan"], library.playbooks["plan"].owner) == ("emea/dach", "emea@example.com")
    assert library.hash == load_library(folder).hash
