"""What the service knows of the object for cards follows from what a card is."""

from coach.engine.cards.headings import HEADINGS
from coach.engine.responses import ResponseKind
from coach.engine.responses.response import WORDS_LIMIT
from coach.package.card import FIELDS, PARTS, SETTLED


def test_each_part_of_a_card_has_a_field() -> None:
    assert PARTS.keys() == {*HEADINGS, "answer", "owner"}
    assert set(PARTS.values()) <= FIELDS.keys()


def test_each_kind_of_response_can_be_given_on_the_record() -> None:
    of_their_own = {
        ResponseKind.OPENED: "Opened_At__c",
        ResponseKind.RATED: "Useful__c",
        ResponseKind.ANSWERED: "Answer__c",
    }

    assert {*SETTLED, *of_their_own} == set(ResponseKind)
    assert set(of_their_own.values()) <= FIELDS.keys()


def test_a_reason_in_words_is_as_long_as_elsewhere() -> None:
    assert FIELDS["Words__c"].length == WORDS_LIMIT
