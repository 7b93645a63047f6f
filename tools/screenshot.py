"""Makes docs/card.png: the demo's org after its reps have worked, with the card on the record.

Run it with `python tools/screenshot.py [path of a Chromium]` from the project's folder, in the project's environment.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from coach.cli.demo.processes import Processes, free_port
from coach.cli.demo.reps import moves
from coach.cli.demo.service import FOLDER, Demo, read_store, start
from coach.cli.demo.watch import NoteRead, watch

PICTURE = Path("docs/card.png")
WINDOW = {"width": 1280, "height": 860}


def main() -> None:
    """Run the demo until the discount has been given, and take the picture of that deal's record."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    demo = Demo.on(free_port(0), free_port(0))
    with Processes(FOLDER) as processes:
        org = start(processes, demo)
        store = read_store(org.org_id)
        discount = next(move for move in moves(org) if move.sobject == "OpportunityLineItem")
        notes = [happened for happened in watch(org, store, discount) if isinstance(happened, NoteRead)]
        print(f"{len(notes)} notes on {discount.deal}")  # noqa: T201 -- a script for a person
        take(f"{demo.org}/lightning/r/Opportunity/{discount.opportunity_id}/view")


def take(address: str) -> None:
    """A picture of a page, as a person's browser shows it."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW, device_scale_factor=1)  # type: ignore[arg-type]  # a plain dict will do
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
