import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import TryAgain
from coach.salesforce import query
from coach.salesforce.client import Refused
from tests.salesforce.fakes import DATA, Parts, answer, replies, signs_in
from tests.salesforce.paper import PaperOrg


def test_text_cannot_end_its_quotes() -> None:
    assert query.among(["it's", "a\\b"]) == "('it\\'s','a\\\\b')"


def test_an_address_is_encoded() -> None:
    assert query.path("SELECT Id FROM A WHERE B > 2") == "query?q=SELECT+Id+FROM+A+WHERE+B+%3E+2"
    assert query.path("SELECT Id FROM A", deleted_too=True).startswith("queryAll?q=")


@given(st.lists(st.text(max_size=60), max_size=400), st.integers(0, 2_000), st.integers(1, 300))
def test_portions_hold_everything_once_and_stay_short(values: list[str], empty: int, most: int) -> None:
    portions = list(query.portions(values, empty, most))
    assert [one for some in portions for one in some] == values
    assert all(0 < len(some) <= most for some in portions)
    assert all(len(query.path(query.among(some))) < query.LONGEST * 1.1 for some in portions)


def test_five_queries_go_in_one_call_and_a_sixth_in_another(mocked: responses.RequestsMock, parts: Parts) -> None:
    paper = PaperOrg()
    paper.rows["Account"] = [{"Id": "1"}]
    signs_in(mocked)
    replies(mocked, paper)
    rows = query.rows_of(parts.client, [query.path("SELECT Id FROM Account")] * 6)
    assert [len(call) for call in paper.calls] == [5, 1]
    assert len(rows) == 6


def test_further_pages_are_fetched(mocked: responses.RequestsMock, parts: Parts) -> None:
    paper = PaperOrg()
    paper.rows["Account"] = [{"Id": "1"}]
    paper.pages["Account"] = "/services/data/v67.0/query/01gxx0000000001AAA-2000"
    signs_in(mocked)
    replies(mocked, paper)
    mocked.get(f"{DATA}/query/01gxx0000000001AAA-2000", json={"done": True, "records": [{"Id": "2"}]})
    assert query.rows_of(parts.client, [query.path("SELECT Id FROM Account")]) == [{"Id": "1"}, {"Id": "2"}]


@pytest.mark.parametrize("url", ["https://evil.example/query/1", "/services/data/v67.0/query/../sobjects", None])
def test_a_page_elsewhere_is_not_fetched(mocked: responses.RequestsMock, parts: Parts, url: str) -> None:
    paper = PaperOrg()
    paper.pages["Account"] = url
    signs_in(mocked)
    replies(mocked, paper)
    with pytest.raises(TryAgain):
        query.rows_of(parts.client, [query.path("SELECT Id FROM Account")])


def test_a_refused_query_is_raised(mocked: responses.RequestsMock, parts: Parts) -> None:
    paper = PaperOrg()
    paper.refusals["Account"] = answer("no_such_column")
    signs_in(mocked)
    replies(mocked, paper)
    with pytest.raises(Refused):
        query.rows_of(parts.client, [query.path("SELECT Nope FROM Account")])


def test_an_answer_with_a_part_missing_is_not_believed(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked)
    replies(mocked, lambda _: (200, {"compositeResponse": []}))
    with pytest.raises(TryAgain):
        query.rows_of(parts.client, [query.path("SELECT Id FROM Account")])
