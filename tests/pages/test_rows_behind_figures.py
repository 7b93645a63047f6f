"""Every figure of the pages about teams leads to the rows that it counts: as many as it says."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient

from coach.web.viewer import Role
from tests.pages.house import House, cookie_of

pytestmark = pytest.mark.slow

PAGES = ("/team", "/team?weeks=4", "/team/side-by-side", "/team/playbooks", "/reps/{rep}", "/reps/{rep}/one-to-one")
CHARTS = (
    "/team/charts.json",
    "/team/side-by-side/charts.json",
    "/team/playbooks/charts.json",
    "/reps/{rep}/charts.json",
)


@dataclass
class Figure:
    """What a link says, and where it leads."""

    address: str
    words: str = ""

    @property
    def count(self) -> int:
        """How many rows it speaks of: so many cards or times, of all that it says, or else its only number."""
        named = re.findall(r"(\d+) (?:of \d+ )?(?:cards?|times)\b", self.words) or re.findall(r"\d+", self.words)
        return int(named[0])


class Figures(HTMLParser):
    """The links of a page that lead to the log with filters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Figure] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a":
            self._inside = address.startswith("/log?") and ("cards=once" in address or "decision=hold_back" in address)
            if self._inside:
                self.found.append(Figure(address))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1].words += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "a"


def browser(house: House, role: Role) -> FlaskClient:
    client = house.web.test_client()
    client.set_cookie("coach", cookie_of(role.value))
    return client


def drawn(specification: Any) -> Iterator[Figure]:
    """Everything in a chart that leads somewhere, wherever it stands in it."""
    if isinstance(specification, list):
        for each in specification:
            yield from drawn(each)
    elif isinstance(specification, dict):
        if isinstance(specification.get("href"), str):
            counted = re.sub(r"^.*: ", "", str(specification["label"]))
            yield Figure(specification["href"], counted)
        for each in specification.values():
            yield from drawn(each)


def rows(client: FlaskClient, address: str) -> int:
    """How many rows the log has there, all of them as a file."""
    answer = client.get(address.replace("/log?", "/log/export.csv?"))
    assert answer.status_code == 200, answer.text
    return len(list(csv.DictReader(io.StringIO(answer.text))))


def wrong(client: FlaskClient, figures: list[Figure]) -> list[str]:
    found = {each.address: each for each in figures}
    return [f"{each.words}: {each.address}" for each in found.values() if rows(client, each.address) != each.count]


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER, Role.ADMIN])
@pytest.mark.parametrize("page", PAGES)
def test_each_figure_of_a_page_leads_to_as_many_rows(house: House, role: Role, page: str) -> None:
    client, read = browser(house, role), Figures()
    answer = client.get(page.format(rep=house.ids["rep"]))
    if role is Role.REP and page.startswith("/team"):
        assert answer.status_code in (302, 403)
        return
    read.feed(answer.text)

    assert read.found or page.endswith("one-to-one")
    assert wrong(client, read.found) == []


@pytest.mark.parametrize("page", CHARTS)
def test_each_mark_of_a_chart_leads_to_as_many_rows(house: House, page: str) -> None:
    client = browser(house, Role.ADMIN)
    figures = list(drawn(client.get(page.format(rep=house.ids["rep"])).json))

    assert figures or "playbooks" in page
    assert wrong(client, figures) == []


def test_who_sees_groups_only_is_given_no_way_to_rows(house: House) -> None:
    client = browser(house, Role.ENABLEMENT)

    for page in ("/team", "/team/side-by-side", "/team/playbooks"):
        assert "/log?" not in client.get(page).text
        assert "/log?" not in client.get(f"{page}/charts.json").text
