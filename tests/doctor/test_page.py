"""The admin's page says what the doctor finds."""

from pathlib import Path

from coach.channels.registry import CHECKS
from coach.doctor.page import with_findings

PAGE = Path(__file__).parents[2] / "docs" / "admin.md"


def test_the_admins_page_has_every_finding_as_it_is_declared() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert with_findings(page, CHECKS) == page, "run: make generated"
