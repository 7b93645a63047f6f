"""Links that all users see through become links for internal users, as soon as the org knows the limit."""

from typing import Any

import responses

from tests.salesforce.fakes import answer, build_org, numbered_id, replies, signs_in

LINKS = [numbered_id("06A", number) for number in range(1_300)]


class PaperLinks:
    """Takes changes of links, or refuses each; keeps how many came with each call."""

    def __init__(self, mocked: responses.RequestsMock, refused: set[str]) -> None:
        self.calls: list[list[int]] = []
        self.changed: dict[str, str] = {}
        self._refused = refused
        signs_in(mocked)
        replies(mocked, self)

    def __call__(self, body: dict[str, Any]) -> tuple[int, Any]:
        parts = body["compositeRequest"]
        self.calls.append([len(part["body"]["records"]) for part in parts])
        entries = [
            {"referenceId": part["referenceId"], "httpStatusCode": 200, "body": self._saved(part["body"]["records"])}
            for part in parts
        ]
        return 200, {"compositeResponse": entries}

    def _saved(self, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [self._one(record) for record in records]

    def _one(self, record: dict[str, Any]) -> dict[str, Any]:
        if record["id"] in self._refused:
            (refusal,) = answer("visibility_refused")
            return {"success": False, "errors": [{"statusCode": refusal["errorCode"], "message": refusal["message"]}]}
        self.changed[record["id"]] = record["Visibility"]
        return {"id": record["id"], "success": True, "errors": []}


def test_all_are_closed_a_thousand_to_a_call_once_a_few_could_be(mocked: responses.RequestsMock) -> None:
    paper = PaperLinks(mocked, set())
    assert build_org().notes.keep_inside(LINKS) == len(LINKS)
    assert paper.calls == [[200], [200] * 5, [100]]
    assert paper.changed == dict.fromkeys(LINKS, "InternalUsers")


def test_an_org_that_knows_no_such_limit_is_asked_once(mocked: responses.RequestsMock) -> None:
    paper = PaperLinks(mocked, set(LINKS))
    assert build_org().notes.keep_inside(LINKS) == 0
    assert paper.calls == [[200]]


def test_an_odd_record_does_not_keep_the_others_open(mocked: responses.RequestsMock) -> None:
    PaperLinks(mocked, {LINKS[0]})
    assert build_org().notes.keep_inside(LINKS) == len(LINKS) - 1


def test_nothing_open_costs_nothing(mocked: responses.RequestsMock) -> None:
    paper = PaperLinks(mocked, set())
    assert build_org().notes.keep_inside([]) == 0
    assert paper.calls == []
