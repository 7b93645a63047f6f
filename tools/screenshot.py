"""Takes docs/card.png and docs/team.png: a card on a record of the demo's org, and a manager's page about their team.

Run it with `python tools/screenshot.py [path of a Chromium]` from the project's folder, in the project's environment.
"""

import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from demo.folder import FOLDER
from demo.processes import Processes, free_port
from demo.reps import moves
from demo.service import Demo, start
from demo.watch import Watch

CARD, TEAM = Path("docs/card.png"), Path("docs/team.png")
WINDOW = {"width": 1280, "height": 860}
MANAGER = "Jonas Müller"


def main() -> None:
    """Run the demo until the discount has been given; take its record, and the team page of the rep's manager."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    demo = Demo.on(free_port(0), free_port(0))
    with Processes(FOLDER) as processes:
        running = start(processes, demo)
        discount = next(move for move in moves(running.org) if move.sobject == "OpportunityLineItem")
        watch = Watch(running.org, running.service)
        discount.make(running.org)
        while not any(block.deal_id == discount.opportunity_id for block in watch.look()):
            time.sleep(0.1)
        take(demo.record(discount.opportunity_id), demo.team)


def take(record: str, team: str) -> None:
    """Take pictures of both pages, as a person's browser shows them."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW, device_scale_factor=1)  # type: ignore[arg-type]  # a plain dict will do
        page.goto(record)
        page.locator(".note summary").first.click()
        picture(page, CARD)
        page.set_viewport_size({"width": 1280, "height": 990})
        page.goto(team)
        page.get_by_role("button", name=MANAGER).click()
        page.wait_for_url(team)
        picture(page, TEAM)
        browser.close()


def picture(page: Page, path: Path) -> None:
    """Take a picture of the window once everything is loaded and the charts are drawn."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1_000)
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
