"""A manager before a one-to-one, on the demo as anybody starts it, with the keyboard alone."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coach.config.settings import environment_without_settings
from tests.browser import barriers, complaints, press_until
from tests.machine import PATIENCE, port_of_its_own

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Told:
    """What the demo says in the terminal: where the log is, and whom to sign in as."""

    log: str
    manager: str


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """``coach demo``, once its reps have worked; in a folder of its own, so that it takes no other's place."""
    folder = tmp_path_factory.mktemp("demo")
    for name in ("wsgi.py", "playbooks"):
        (folder / name).symlink_to(ROOT / name)
    ports = ["--org-port", str(port_of_its_own()), "--port", str(port_of_its_own())]
    output = folder / "output.txt"
    with output.open("wb") as screen:
        running = subprocess.Popen(
            [sys.executable, "-m", "coach.cli", "demo", *ports],
            cwd=folder,
            env=dict(environment_without_settings(), PYTHONUNBUFFERED="1"),
            stdout=screen,
            stderr=subprocess.STDOUT,
        )
    try:
        yield told(running, output)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(PATIENCE)


def told(running: subprocess.Popen[bytes], output: Path) -> Told:
    deadline = time.monotonic() + PATIENCE
    while "What you do shows here" not in (said := output.read_text(encoding="utf-8")):
        assert running.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.5)
    log, manager = re.search(r"http\S+/log\b", said), re.search(r"/team   as ([^,\n]+), Sales Manager", said)
    assert log, said
    assert manager, said
    return Told(log[0], manager[1].strip())


def follow(page: Page, condition: str, leads_to: str) -> None:
    """Press Tab until this holds of what has the focus, then Enter."""
    press_until(page, condition)
    page.keyboard.press("Enter")
    page.wait_for_url(leads_to)
    look(page, leads_to)


def only_held_back(page: Page) -> None:
    """Narrow the log with the filter's button, some letters, and Enter."""
    press_until(page, "at.id === 'open-decision'")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Decision").wait_for()
    page.keyboard.type("held")
    follow(page, "at.role === 'combobox'", "**/log?*decision=hold_back*")


def look(page: Page, name: str) -> None:
    """A picture, where somebody wants to see what this test saw."""
    folder = os.environ.get("COACH_TEST_PICTURES")
    if folder:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{re.sub(r'[^a-z-]+', '_', name)}.png", full_page=True)


def test_a_manager_prepares_a_one_to_one_with_the_keyboard_alone(demo: Told, page: Page, tmp_path: Path) -> None:
    complained = complaints(page)
    page.goto(demo.log)
    look(page, "sign-in")

    # Signing in.
    follow(page, f"at.innerText.startsWith({demo.manager!r})", "**/log")
    assert page.get_by_role("heading", name="Coaching log").is_visible()

    # Why did this rep get no card on this deal?
    only_held_back(page)
    held_back = page.locator("tbody tr").first
    rep, deal = held_back.locator(".rep").inner_text(), held_back.locator(".deal b").inner_text()
    press_until(page, "at.matches('tbody summary')")
    page.keyboard.press("Enter")
    follow(page, "at.className === 'all'", "**/log?deal=006*")
    why = page.locator("section", has=page.locator("#why")).inner_text()
    assert f"{deal}: why these cards, and no others" in why
    assert rep in why
    assert "What Coach would decide now" in why
    assert re.search(r"What others lack, nearest first\n.+: .+, found .+", why)
    assert barriers(page) == []

    # The whole story of the decision.
    follow(page, "at.closest('tbody') && at.pathname?.startsWith('/log/')", "**/log/*")
    assert "expected:" in page.inner_text("#conditions >> xpath=..")

    # Everything as a file.
    follow(page, "at.innerText === 'Coaching log'", "**/log")
    only_held_back(page)
    count = page.inner_text("#count").split()[0]
    press_until(page, "at.innerText === 'CSV'")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows):,}" == count
    assert deal in {row["deal"] for row in rows}

    # The rep, and the page for the talk.
    press_until(page, "at.matches('tbody tr:first-child summary')", "Shift+Tab")
    page.keyboard.press("Enter")
    follow(page, f"at.closest('tbody') && at.innerText === {rep!r}", "**/reps/*")
    page.wait_for_load_state("networkidle")
    assert page.locator(".chart_drawn svg").count() > 0
    follow(page, "at.innerText === 'One-to-one'", "**/one-to-one*")
    assert page.get_by_role("heading", name=f"One-to-one with {rep}").is_visible()
    assert barriers(page) == []
    printed = page.pdf(path=tmp_path / "one-to-one.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1

    follow(page, "at.innerText === 'Sign out'", "**/signed-out")
    assert complained == []
