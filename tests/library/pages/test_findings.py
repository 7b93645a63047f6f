"""What lint says of the playbooks in force: on their pages and counted in the list, for those who write them."""

import threading
from collections.abc import Mapping
from datetime import date

import pytest

from coach.engine.playbook import load_texts
from coach.errors import Problem
from coach.library.pages.findings import STILL_RUNNING, TRIPPED, BackgroundCheck
from coach.lint import Context
from coach.web.viewer import Role, Viewer
from tests.library.pages.conftest import DISCOUNT, LibraryWorld
from tests.library.pages.test_views import entry, words

TODAY = date(2026, 11, 30)
TEXTS = {"emea/discount": DISCOUNT, "emea/_defaults": "skill: closing\n"}
LIBRARY = load_texts(TEXTS)


def check(
    texts: Mapping[str, str] = TEXTS, misfits: tuple[Problem, ...] = (), patience: float = 60
) -> tuple[BackgroundCheck, list[str]]:
    asked: list[str] = []

    def read(library: str) -> Mapping[str, str]:
        asked.append(library)
        return texts

    return BackgroundCheck(read, lambda: Context(TODAY), lambda _: misfits, patience), asked


def test_a_finding_stands_at_its_place_in_the_file() -> None:
    found = check()[0](LIBRARY)

    review, empty = found.about(["emea/discount.yaml"])
    assert (review.rule, empty.rule) == ("past-review", "empty-fact")
    assert str(review).startswith("emea/discount.yaml:5:")
    assert found.counts(LIBRARY) == {"discount": 2}
    assert "coach lint --org" in found.notices[0]


def test_what_the_org_cannot_tell_is_a_finding_once() -> None:
    known = check()[0](LIBRARY).about(["emea/discount.yaml"])[0]
    same = Problem(known.file, known.line, known.column, "Said otherwise.", known.rule)
    other = Problem(known.file, 9, 3, "Opportunities in your org have no field “X__c”.", "unknown-field")

    found = check(misfits=(same, other))[0](LIBRARY)

    rules = [each.rule for each in found.about(["emea/discount.yaml"])]
    assert rules == ["past-review", "unknown-field", "empty-fact"]


def test_a_library_is_checked_once() -> None:
    checked, asked = check()

    assert checked(LIBRARY) is checked(LIBRARY)
    assert asked == [LIBRARY.hash]


def test_a_page_does_not_wait_for_a_long_check() -> None:
    go_on = threading.Event()

    def slow(_library: str) -> Mapping[str, str]:
        go_on.wait()
        return TEXTS

    checked = BackgroundCheck(slow, lambda: Context(TODAY), lambda _: (), patience=0.01)
    while_it_runs = checked(LIBRARY)
    go_on.set()

    assert while_it_runs.notices == (STILL_RUNNING,)


def test_a_check_that_trips_is_a_sentence() -> None:
    def broken(_library: str) -> Mapping[str, str]:
        raise ValueError

    assert BackgroundCheck(broken, lambda: Context(TODAY), lambda _: ())(LIBRARY).notices == (TRIPPED,)


@pytest.mark.parametrize("role", [Role.ENABLEMENT, Role.ADMIN])
def test_who_writes_playbooks_sees_findings_on_the_page_and_counted_in_the_list(
    library: LibraryWorld, role: Role
) -> None:
    viewer = Viewer("005000000000077AAA", "Noor", role)

    page = library.get("/library/playbooks/discount", viewer).text
    listed = library.get("/library", viewer).text

    assert "discount.yaml:5:" in page
    assert "(past-review)" in page
    assert 'href="#line-5"' in page
    assert "2 findings about A discount needs a reason" in entry(listed, "A discount needs a reason")
    assert "finding" not in entry(listed, "Say nothing yet")
    assert "1 playbook has findings of coach lint" in words(listed)


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_nobody_else_is_told_of_findings(library: LibraryWorld, role: Role) -> None:
    viewer = Viewer("005000000000077AAA", "Somebody", role)

    assert "past-review" not in library.get("/library/playbooks/discount", viewer).text
    assert "finding" not in library.get("/library", viewer).text


def test_a_playbook_without_findings_has_nothing_to_mend(library: LibraryWorld) -> None:
    assert "What coach lint says of it Nothing to mend." in words(library.get("/library/playbooks/quiet").text)
