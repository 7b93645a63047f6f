"""Makes docs/card.png and docs/team.png: a card on a record of the demo's org, and a manager's page about their team.

Run it with `python tools/screenshot.py [path of a Chromium]` from the project's folder, in the project's environment.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from coach.cli.demo.processes import Processes, free_port
from coach.cli.demo.reps import moves
from coach.cli.demo.service import FOLDER, Demo, read_store, start
from coach.cli.demo.watch import NoteRead, watch

CARD, TEAM = Path("docs/card.png"), Path("docs/team.png")
WINDOW = {"width": 1280, "height": 860}
MANAGER = "Jonas Müller"


def main() -> None:
    """Run the demo until the discount has been given; take that deal's record, and the team of the rep's manager."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    demo = Demo.on(free_port(0), free_port(0))
    with Processes(FOLDER) as processes:
        org = start(processes, demo)
        store = read_store(org.org_id)
        discount = next(move for move in moves(org) if move.sobject == "OpportunityLineItem")
        notes = [happened for happened in watch(org, store, discount) if isinstance(happened, NoteRead)]
        print(f"{len(notes)} notes on {discount.deal}")  # noqa: T201  # a script for a person
        take(f"{demo.org}/lightning/r/Opportunity/{discount.opportunity_id}/view", demo.team)


def take(record: str, team: str) -> None:
    """Pictures of both, as a person's browser shows them."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW, device_scale_factor=1)  # type: ignore[arg-type]  # a plain dict will do
        page.goto(record)
        picture(page, CARD)
        page.set_viewport_size({"width": 1280, "height": 990})
        page.goto(team)
        page.get_by_role("button", name=MANAGER).click()
        page.wait_for_url(team)
        picture(page, TEAM)
        browser.close()


def picture(page: Page, path: Path) -> None:
    """What the window shows once nothing more is loaded, and the charts are drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
