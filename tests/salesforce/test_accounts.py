"""Whom Coach has signed in as: what a former integration user wrote is still Coach's."""

import responses

from coach.ids import to18
from tests.salesforce.fakes import USER_ID, DictMemory, build_org, note_work, replies, signs_in
from tests.salesforce.paper import PaperOrg

FORMER = to18("005xx000001SwiA")


def test_loose_notes_are_looked_for_among_those_of_every_user_that_coach_was(mocked: responses.RequestsMock) -> None:
    paper, memory = PaperOrg(), DictMemory()
    memory.values["salesforce.accounts"] = FORMER
    signs_in(mocked)
    replies(mocked, paper)
    build_org(memory).notes.find_notes([note_work(1)])
    first, second = sorted([FORMER, USER_ID])
    assert f"CreatedById IN ('{first}','{second}')" in paper.query_of("ContentNote")
    assert set(memory.values["salesforce.accounts"].split()) == {FORMER, USER_ID}
