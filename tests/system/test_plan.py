"""What ``coach plan`` says of an edit of the shipped playbooks is what running processes then do to real records."""

import json
import random
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coach.engine.model import Card
from coach.engine.notes.title import VISIBLE
from coach.engine.playbook import load
from coach.engine.responses import Dismissal, Response, ResponseKind, Snooze, dismissed, put_off
from coach.learn import SPACING
from coach.library.past import StoredHistory
from coach.queue.tables.records import card
from coach.text import shorten
from tests.system.conftest import ServiceOn
from tests.system.service import Service
from tests.system.test_edits import coached, start, wait_until

SHIPPED = Path(__file__).parents[2] / "playbooks"
DEALS = 40

Change = tuple[str, str, str, str, int]
"""Deal, kind of change, playbook, card and occasion."""

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize("seed", [1, 2])
def test_processes_do_to_records_what_the_plan_said(service_on: ServiceOn, tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    live = Path(shutil.copytree(SHIPPED, tmp_path / "playbooks"))
    edited = Path(shutil.copytree(SHIPPED, tmp_path / "edited"))
    service = service_on("sqlite", "files", deals=DEALS, COACH_PLAYBOOKS_DIR=str(live), COACH_NOTE_STYLE="card")
    start(service, "1")
    deals = coached(service)
    respond(service, pick)
    service.wait_until_settled()

    edit(edited, pick)
    plan = planned(service, edited)
    before = open_cards(service)
    publish(edited, live)
    wait_until(lambda: in_force(service) == load(edited).hash)
    service.wait_until_settled()
    after = open_cards(service)

    assert plan["totals"]["deals_due"] == 0
    assert said(plan) == done(before, after)
    assert len(said(plan)) > 10
    on_records = set(service.note_titles(deals))
    assert {(each.opportunity_id, shorten(each.title, VISIBLE)) for each in after.values()} <= on_records


def respond(service: Service, pick: random.Random) -> None:
    """Some cards are done, dismissed or put off before anybody edits."""
    for each in sorted(open_cards(service).values(), key=lambda each: each.key):
        if pick.random() < 0.4:
            found = service.store.answers.find(each.key)
            assert found
            service.store.answers.respond(each.key, found.owner_id, "page", said_of(found.stage, pick.randrange(4)))
    service.wait_until_settled()


def said_of(stage: str, number: int) -> Callable[[datetime], Response]:
    return (
        lambda at: Response(ResponseKind.DONE, at),
        lambda at: dismissed(Dismissal.NOT_RELEVANT, "", at),
        lambda at: put_off(Snooze.WEEK, stage, at, UTC),
        lambda at: put_off(Snooze.STAGE, stage, at, UTC),
    )[number]


EDITS: tuple[tuple[str, str], ...] = (
    (r"(?m)^priority: \d+", "priority: 99"),
    (r"(?m)^priority: \d+", "priority: 1"),
    (r"(?m)^status: live", "status: retired"),
    (r"(?m)^status: live", "status: draft"),
    (r"(?m)^    title: (?=[A-Z])", "    title: Now "),
    (r"(?m)^when:", "audience:\n  owner_name: {contains: [a, e]}\nwhen:"),
    (r"(?m)^      explanation: (?=[A-Z])", "      explanation: Indeed. "),
    (r"cooldown_days: \d+", "cooldown_days: 1"),
    (r"(?ms)^limits: [^\n]*\n", ""),
    (r"(?m)^(    tip: >-\n)", r"\1      Said otherwise. "),
    (r"(?ms)\A(.*?^cards:\n  - name: .*?)\n  - name: .*\Z", r"\1\n"),
    (r"(?m)^(  within_days:) \d+", r"\1 3"),
)


def edit(folder: Path, pick: random.Random) -> None:
    """Many playbooks are changed, one gets another name, one is gone."""
    files = sorted(folder.glob("*.yaml"))
    pick.shuffle(files)
    files[0].unlink()
    files[1].rename(folder / "another-name.yaml")
    for path, (what, instead) in zip(files[2:], EDITS * 2, strict=False):
        text = path.read_text("utf-8")
        path.write_text(re.sub(what, instead, text, count=1), "utf-8")
    load(folder)


def planned(service: Service, edited: Path) -> dict[str, Any]:
    name = f"plan-{edited.parent.name}"
    command = ["coach.cli", "plan", "--library", str(edited), "--format", "json", "--show", "0"]
    service.processes.run(name, command, service.environment)
    output = service.processes.output(name)
    return dict(json.loads(output[output.index("{") :]))


def said(plan: dict[str, Any]) -> set[Change]:
    return {
        (deal["id"], change["kind"], change["playbook"], change["card"], change["occasion"])
        for deal in plan["deals"]
        for change in deal["changes"]
    }


def done(before: dict[str, Card], after: dict[str, Card]) -> set[Change]:
    kinds = dict.fromkeys(after.keys() - before.keys(), "added") | dict.fromkeys(
        before.keys() - after.keys(), "removed"
    )
    kinds |= {key: "changed" for key in after.keys() & before.keys() if after[key] != before[key]}
    cards = {**before, **after}
    return {
        (cards[key].opportunity_id, kind, cards[key].playbook, cards[key].name, cards[key].occasion)
        for key, kind in kinds.items()
    }


def publish(edited: Path, live: Path) -> None:
    for path in live.glob("*.yaml"):
        path.unlink()
    for path in edited.glob("*.yaml"):
        shutil.copy(path, live)


def in_force(service: Service) -> str:
    release = service.store.libraries.in_force()
    return release.library if release else ""


def open_cards(service: Service) -> dict[str, Card]:
    """The cards on records now, by key."""
    with service.engine.connect() as connection:
        ids = list(connection.execute(sa.select(card.c.opportunity_id).distinct()).scalars())
    past = StoredHistory(service.engine, service.org.org_id, UTC, SPACING).remembered(ids)
    return {
        each.key: each
        for known in past.values()
        for each in known.standing
        if any(one.key == each.key and one.state == "open" for one in known.past)
    }
