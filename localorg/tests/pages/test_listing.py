import re

import pytest
from flask.testing import FlaskClient

from localorg.tests.pages.conftest import Visitor


def names(http: FlaskClient, **arguments: str) -> list[str]:
    page = http.get("/lightning/o/Opportunity/list", query_string=arguments).text
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


def test_all_deals_are_listed_the_next_to_close_first(visitor: Visitor) -> None:
    listed = names(visitor.http)
    assert len(listed) == 40
    assert listed[0] == "Harbourline quality suite"


def test_the_list_can_be_sorted_by_amount(visitor: Visitor) -> None:
    assert names(visitor.http, sort="amount", dir="desc")[0] == "Group purchasing frame, all sites"


@pytest.mark.parametrize("text", ["brigid", "Renée", "日", "100%", "o'", "\\", "_"])
def test_search_takes_any_text(visitor: Visitor, text: str) -> None:
    found = names(visitor.http, q=text)
    assert bool(found) == (text in ("brigid", "Renée"))


def test_a_stage_can_be_picked(visitor: Visitor) -> None:
    assert len(names(visitor.http, stage="Closed Won")) == 2


def test_markup_in_a_name_is_shown_as_text(visitor: Visitor) -> None:
    assert "Pinemarsh &lt;b&gt;integration&lt;/b&gt; &amp; &#34;partner&#34; bundle" in names(visitor.http)


@pytest.mark.parametrize("arguments", [{"sort": "x; DROP"}, {"page": "-3"}, {"page": "many"}, {"page": "99999"}])
def test_an_address_that_makes_no_sense_still_shows_a_list(visitor: Visitor, arguments: dict[str, str]) -> None:
    answer = visitor.http.get("/lightning/o/Opportunity/list", query_string=arguments)
    assert answer.status_code == 200


def test_home_counts_the_deals_at_each_stage(visitor: Visitor) -> None:
    page = visitor.http.get("/", follow_redirects=True).text
    assert re.search(r"Needs Analysis</a></th><td[^>]*>7</td>", page)
