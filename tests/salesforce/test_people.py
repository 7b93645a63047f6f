from collections.abc import Iterator

import pytest
import responses

from coach.errors import TryAgain
from coach.model import User
from tests.salesforce.fakes import build_org, replies, signs_in
from tests.salesforce.paper import PaperOrg
from tests.salesforce.served import Served, serve

ANNA, BEN = "005xx0000000001AAA", "005xx0000000002AAA"


def row(user_id: str, name: str, manager_id: str | None, active: bool = True) -> dict[str, object]:
    return {"Id": user_id, "Name": name, "Username": f"{name}@Example.com", "IsActive": active, "ManagerId": manager_id}


def test_everybody_is_read_with_whom_they_report_to(mocked: responses.RequestsMock) -> None:
    paper = PaperOrg()
    paper.rows["User"] = [row(ANNA, "anna", None), row(BEN, "ben", ANNA[:15], active=False)]
    signs_in(mocked)
    replies(mocked, paper)

    users = build_org().users()

    assert users == [
        User(ANNA, "anna", "anna@Example.com"),
        User(BEN, "ben", "ben@Example.com", active=False, manager_id=ANNA),
    ]
    assert "UserType = 'Standard'" in paper.query_of("User")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("people"))


def test_the_look_alike_org_answers_alike(served: Served) -> None:
    users = {user.username: user for user in served.adapter().users()}

    jonas = users["jonas@aldermere.example"]
    assert jonas.name == "Jonas Müller"
    assert users["alex@aldermere.example"].manager_id == jonas.id
    assert not users["kim@aldermere.example"].active


def test_an_org_that_is_down_is_told_in_our_words() -> None:
    with pytest.raises(TryAgain, match="could not be reached"):
        Served("http://127.0.0.1:1", "00D000000000001EAA").adapter(tries=1).users()
