"""Explain, plan and backtest with an org and a database, as an enablement lead has them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import coach
from coach.errors import Rejected
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.foresee.make import book
from tests.salesforce.served import Served, serve

STALLED = book("{days_in_stage: {at_least: 20}}", title="Stalled")


@dataclass(frozen=True)
class Bench:
    """An org, a folder of playbooks and, once it is migrated, a database."""

    served: Served
    playbooks: Path

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(coach, list(arguments), catch_exceptions=False)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@pytest.fixture
def bench(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    playbooks = tmp_path / "playbooks"
    playbooks.mkdir()
    (playbooks / "stalled.yaml").write_text(STALLED, encoding="utf-8")
    settings = {
        "COACH_SALESFORCE_URL": served.url,
        "COACH_SALESFORCE_ORG_ID": served.org_id,
        "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
        "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        "COACH_DATA_DIR": str(tmp_path / "var"),
        "COACH_PLAYBOOKS_DIR": str(playbooks),
        "COACH_LOG_LEVEL": "error",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    return Bench(served, playbooks)


@pytest.fixture
def opportunity_id(served: Served) -> str:
    soql = "SELECT Id FROM Opportunity WHERE IsClosed = false AND LastStageChangeDate != null AND Owner.IsActive = true"
    rows = served.query(f"{soql} ORDER BY LastStageChangeDate LIMIT 1")
    return str(rows[0]["Id"])


def coached(bench: Bench) -> None:
    """The service has looked at every deal, and written its notes."""
    from coach.app import build
    from coach.config.settings import load_settings

    bench.run("migrate")
    pipeline = build(load_settings()).pipeline()
    pipeline.reconcile(datetime(2000, 1, 1, tzinfo=UTC))
    while pipeline.coach() or pipeline.write():
        pass


def test_explain_without_a_database_decides_as_if_nothing_had_been_given(bench: Bench, opportunity_id: str) -> None:
    text = bench.run("explain", opportunity_id).output

    assert "Nothing is known of earlier cards" in text
    assert "DELIVERED  stalled" in text


def test_explain_with_a_database_knows_the_cards_given(bench: Bench, opportunity_id: str) -> None:
    coached(bench)

    text = bench.run("explain", opportunity_id).output

    assert "Nothing is known of earlier cards" not in text
    assert "STAYS  stalled" in text


def test_a_deal_is_taken_by_its_id_its_address_or_its_name(bench: Bench, opportunity_id: str) -> None:
    row = bench.served.query(f"SELECT Name, Account.Name FROM Opportunity WHERE Id = '{opportunity_id}'")[0]
    name = f"{row['Name']} {row['Account']['Name']}"
    address = f"{bench.served.url}/lightning/r/Opportunity/{opportunity_id}/view"

    texts = {bench.run("explain", each).output.splitlines()[0] for each in (opportunity_id, address, name)}

    assert len(texts) == 1
    assert f"({opportunity_id})" in texts.pop()
    assert bench.run("preview", "stalled", "--deal", name).exit_code == 0


@pytest.mark.parametrize("command", [("explain", "a"), ("preview", "stalled", "--deal", "a")])
def test_a_name_of_several_deals_gives_a_list_to_pick_from_and_an_exit_status_of_its_own(
    bench: Bench, command: tuple[str, ...]
) -> None:
    result = bench.run(*command)

    told = result.stderr.splitlines()
    assert result.exit_code == 4
    assert told[0] == "Several deals have “a” in their name or their account’s. Name one by its id:"
    assert len([line for line in told if line.startswith("  006")]) == 25
    assert told[-1] == "There may be more: add a word of the name."
    assert bench.run("explain", told[1].split()[0]).exit_code == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no deal is called so", "No deal that Coach may see in Salesforce has these words in its name"),
        ("001000000000001AAA", "This is not the id of an opportunity, which begins with 006"),
        ("https://acme.my.salesforce.com/lightning/o/Opportunity/list", "This address holds no opportunity’s id"),
        ("006000000000000AAA", "The org has no opportunity 006000000000000AAA, or hides it from Coach."),
    ],
)
def test_what_names_no_deal_is_a_sentence(bench: Bench, text: str, sentence: str) -> None:
    with pytest.raises(Rejected, match=sentence):
        bench.run("explain", text)


def test_plan_compares_with_what_is_in_force_and_finds_nothing_where_that_is_the_folder(bench: Bench) -> None:
    coached(bench)

    text = bench.run("plan", "--format", "markdown").output

    assert text.startswith("## Coach plan: no card changes\n")
    assert "From what is in force since " in text


def test_plan_tells_what_the_service_then_does(bench: Bench) -> None:
    coached(bench)
    before = notes(bench.served)
    (bench.playbooks / "stalled.yaml").write_text(STALLED.replace("Say so.", "Say less."), encoding="utf-8")
    (bench.playbooks / "big.yaml").write_text(book("{amount: {above: 500000}}", title="Big"), encoding="utf-8")

    told = json.loads(bench.run("plan", "--format", "json").output)
    in_force(bench)

    after = notes(bench.served)
    assert told["totals"]["notes_created"] == len(after.keys() - before.keys())
    assert told["totals"]["notes_updated"] == sum(before[key] != after[key] for key in before)
    assert told["totals"]["cards"]["changed"] <= told["totals"]["notes_updated"]
    assert told["totals"]["cards"]["added"] >= told["totals"]["notes_created"] > 0


def in_force(bench: Bench) -> None:
    """The edit comes into force, and the service decides on its deals again."""
    from coach.app import build
    from coach.config.settings import load_settings

    bench.run("reload")
    pipeline = build(load_settings()).pipeline()
    pipeline.sweep()
    while pipeline.coach() or pipeline.write():
        pass


def notes(served: Served) -> dict[str, str]:
    rows = served.query("SELECT Id FROM ContentNote")
    return {str(row["Id"]): served.text_of(str(row["Id"])) for row in rows}


def test_exported_deals_give_a_plan_offline(bench: Bench, tmp_path: Path) -> None:
    bench.run("plan", "--export", str(tmp_path / "deals.jsonl"))
    other = tmp_path / "other"
    other.mkdir()
    (other / "stalled.yaml").write_text(STALLED.replace("20", "40"), encoding="utf-8")
    against = ("--against", str(bench.playbooks), "--library", str(other), "--format", "json")

    there = json.loads(bench.run("plan", *against).output)
    offline = json.loads(bench.run("plan", *against, "--deals", str(tmp_path / "deals.jsonl")).output)

    assert offline["totals"] == there["totals"]
    assert [deal["changes"] for deal in offline["deals"]] == [deal["changes"] for deal in there["deals"]]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_an_exported_history_gives_the_same_backtest(bench: Bench, tmp_path: Path, kind: str) -> None:
    file = str(tmp_path / f"history.{kind}")
    asked = ("backtest", "--since", "2026-01-01", "--until", f"{datetime.now(UTC):%Y-%m-%d}")
    bench.run(*asked, "--export", file)

    there = json.loads(bench.run(*asked, "--format", "json").output)
    offline = json.loads(bench.run(*asked, "--format", "json", "--history", file).output)

    assert offline == there
    assert there["playbooks"][0]["cards"] > 0
