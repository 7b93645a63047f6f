"""Playbooks are edited while the service runs: no restart, no harm, and the notes follow."""

import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from demo.processes import HOST
from tests.machine import PATIENCE
from tests.system.conftest import ServiceOn
from tests.system.service import Service, outbound_message

DEALS = 30

PLAYBOOK = """\
title: Say hello
status: live
when:
  age_days: {at_least: 0}
cards:
  - name: hello
    title: TITLE
    tip: Say hello to {{ deal.name }}.
"""

pytestmark = [pytest.mark.slow, pytest.mark.service]


def test_an_edit_reaches_every_record_and_a_broken_one_none_even_over_a_restart(
    service_on: ServiceOn, tmp_path: Path
) -> None:
    file = tmp_path / "playbooks" / "hello.yaml"
    file.parent.mkdir()
    write(file, "First")
    service = service_on("sqlite", "files", deals=DEALS, COACH_PLAYBOOKS_DIR=str(file.parent), COACH_WEEKLY_MINUTES="0")
    start(service, "1")
    deals = coached(service)
    assert all_titled(service, deals, "First")

    write(file, "Second")
    wait_until(lambda: all_titled(service, deals, "Second"))

    write(file, "Third", broken=True)
    for name in ("web-1", "worker-1", "beat"):
        service.processes.kill(name)
    service.end_leases()
    start(service, "2")
    send(service, deals[:1])
    wait_until(lambda: "The folder has a mistake." in playbooks_check(service))
    service.wait_until_settled()
    assert "The last good library stays in force." in playbooks_check(service)
    assert all_titled(service, deals, "Second")

    write(file, "First")
    wait_until(lambda: all_titled(service, deals, "First"))
    assert service.all_notes() == len(deals)


def write(file: Path, title: str, *, broken: bool = False) -> None:
    text = PLAYBOOK.replace("TITLE", title)
    file.write_text(text.replace("age_days", "age_dys") if broken else text, encoding="utf-8")


def start(service: Service, number: str) -> None:
    service.start_web(f"web-{number}")
    service.start_worker(f"worker-{number}")
    service.start_worker(f"worker-{number}b")
    service.start_beat()


def coached(service: Service) -> list[str]:
    """Tell of all open deals; those that have a note then: the owners of some are no active users."""
    records = service.org.query("SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Id")
    deals = [str(record["Id"]) for record in records]
    send(service, deals)
    service.wait_for(lambda figures: figures.deliveries["written"] > 0)
    service.wait_until_settled()
    return sorted(deal for deal, _ in service.note_titles(deals))


def send(service: Service, deals: list[str]) -> None:
    notifications = [(f"04l{uuid4().hex[:12]}AAA", each) for each in deals]
    service.post(outbound_message(service.org.org_id, notifications), web=-1).raise_for_status()


def all_titled(service: Service, deals: list[str], title: str) -> bool:
    """Whether each of the deals has one note on it, with this card."""
    titles = service.note_titles(deals)
    return sum(titles.values()) == len(deals) and all(each.endswith(f": {title}") for _, each in titles)


def playbooks_check(service: Service) -> str:
    answer = requests.get(f"http://{HOST}:{service.web_ports[-1]}/readyz", timeout=PATIENCE).json()
    return next(str(check["sentence"]) for check in answer["checks"] if check["name"] == "playbooks")


def wait_until(wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < deadline, f"not so after {PATIENCE} s"
        time.sleep(0.5)
