from collections.abc import Iterator

import pytest
import responses
import structlog

from coach.engine.model import User
from coach.errors import TryAgain
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


SET = "CoachAdmins"


@pytest.fixture(scope="module")
def permission_set(served: Served) -> str:
    return served.create("PermissionSet", {"Name": SET, "Label": "Coach admins"})


@pytest.mark.parametrize(
    ("expires", "granted"), [(None, (SET,)), ("2999-01-01T00:00:00Z", (SET,)), ("2020-01-01T00:00:00Z", ())]
)
def test_who_has_a_permission_set_is_known_until_it_expires(
    served: Served, permission_set: str, expires: str | None, granted: tuple[str, ...]
) -> None:
    (jonas,) = served.query("SELECT Id FROM User WHERE Username = 'jonas@aldermere.example'")
    assignment = {"PermissionSetId": permission_set, "AssigneeId": jonas["Id"]}
    given = served.create("PermissionSetAssignment", assignment | ({"ExpirationDate": expires} if expires else {}))

    users = served.adapter(permission_sets=(SET, "AnotherSet")).users()
    served.remove("PermissionSetAssignment", given)

    assert {user.username: user.granted for user in users if user.granted} == (
        {"jonas@aldermere.example": granted} if granted else {}
    )


def test_who_is_frozen_counts_as_one_who_has_left(served: Served) -> None:
    (alex,) = served.query("SELECT Id FROM User WHERE Username = 'alex@aldermere.example'")
    (login,) = served.query(f"SELECT Id FROM UserLogin WHERE UserId = '{alex['Id']}'")
    served.change("UserLogin", login["Id"], {"IsFrozen": True})
    served.set_up(user_rights={"ManageUsers": True})

    frozen = {user.username for user in served.adapter().users() if not user.active}
    served.change("UserLogin", login["Id"], {"IsFrozen": False})
    still = {user.username for user in served.adapter().users() if not user.active}
    served.set_up(user_rights={"ManageUsers": False})

    assert "alex@aldermere.example" in frozen
    assert "alex@aldermere.example" not in still


@pytest.mark.parametrize(("refused", "level"), [("UserLogin", "info"), ("PermissionSetAssignment", "warning")])
def test_what_our_user_may_not_ask_is_answered_without(
    mocked: responses.RequestsMock, refused: str, level: str
) -> None:
    paper = PaperOrg()
    paper.rows["User"] = [row(ANNA, "anna", None)]
    paper.refusals[refused] = [{"errorCode": "INVALID_TYPE", "message": f"sObject type '{refused}' is not supported."}]
    signs_in(mocked)
    replies(mocked, paper)

    with structlog.testing.capture_logs() as lines:
        (anna,) = build_org(permission_sets=(SET,)).users()

    assert (anna.active, anna.granted) == (True, ())
    assert lines == [
        {"event": "not_allowed_to_ask", "object": refused, "code": "INVALID_TYPE", "log_level": level},
    ]


@pytest.mark.parametrize("code", ["QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION", "UNHEARD_OF"])
@pytest.mark.parametrize("failed", ["UserLogin", "PermissionSetAssignment"])
def test_an_org_that_fails_for_a_moment_takes_nobodys_role_and_thaws_nobody(
    mocked: responses.RequestsMock, failed: str, code: str
) -> None:
    paper = PaperOrg()
    paper.rows["User"] = [row(ANNA, "anna", None)]
    paper.refusals[failed] = [{"errorCode": code, "message": "Not now."}]
    paper.status = 503
    signs_in(mocked)
    replies(mocked, paper)

    with pytest.raises(TryAgain):
        build_org(permission_sets=(SET,)).users()


def test_an_org_that_is_down_is_told_in_our_words() -> None:
    with pytest.raises(TryAgain, match="could not be reached"):
        Served("http://127.0.0.1:1", "00D000000000001EAA").adapter(tries=1).users()
