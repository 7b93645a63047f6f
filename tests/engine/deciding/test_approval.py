"""A text that is approved until a day is not used after it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from coach.engine.deciding import Limits
from coach.engine.model import Reason, Verdict
from coach.engine.playbook import Library
from tests.engine.deciding.examples import NOW, a_library, a_playbook, decided, found, given, told

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 26, tzinfo=UTC)


def cards(**until: date | None) -> Library:
    """One playbook with these cards, each approved until a day."""
    playbook = a_playbook("trade", tuple(until))
    texts = tuple(card.model_copy(update={"approved_until": until[card.name]}) for card in playbook.cards)
    return a_library(playbook.model_copy(update={"cards": texts}))


def test_on_its_last_day_a_card_is_given_and_looked_at_again_at_midnight() -> None:
    decisions = decided(a_library(a_playbook("trade", approved_until=TODAY)), found("trade"))

    assert told(decisions) == {"trade": (Verdict.DELIVER, Reason.APPLIES)}
    assert decisions.check_at == MIDNIGHT


def test_the_day_ends_where_the_service_is() -> None:
    late = Limits(timezone=ZoneInfo("America/Los_Angeles"))

    decisions = decided(a_library(a_playbook("trade", approved_until=TODAY)), found("trade"), limits=late)

    assert decisions.check_at == MIDNIGHT + timedelta(hours=8)


def test_after_it_nothing_is_given_and_what_is_open_goes() -> None:
    library = a_library(a_playbook("trade", approved_until=YESTERDAY))

    assert told(decided(library, found("trade"))) == {"trade": (Verdict.HOLD_BACK, Reason.APPROVAL_OVER)}
    assert told(decided(library, found("trade"), given("trade"))) == {"trade": (Verdict.RETIRE, Reason.APPROVAL_OVER)}


def test_this_goes_for_what_is_there_always_too() -> None:
    library = a_library(a_playbook("trade", always=True, approved_until=YESTERDAY))

    assert told(decided(library, found("trade"))) == {"trade": (Verdict.HOLD_BACK, Reason.APPROVAL_OVER)}


def test_a_deal_to_which_it_does_not_apply_any_more_says_nothing_of_approval() -> None:
    library = a_library(a_playbook("trade", approved_until=TODAY))

    assert told(decided(library, found(), given("trade"))) == {"trade": (Verdict.RETIRE, Reason.NO_LONGER_APPLIES)}


def test_the_playbook_goes_on_with_the_cards_that_are_left() -> None:
    retired, next_one = decided(cards(one=YESTERDAY, two=None), found("trade"), given("trade", days_ago=40)).decisions

    assert (retired.verdict, retired.reason, retired.card) == (Verdict.RETIRE, Reason.APPROVAL_OVER, "one")
    assert (next_one.verdict, next_one.card, next_one.occasion) == (Verdict.DELIVER, "two", 2)


def test_a_card_that_is_approved_again_comes_back() -> None:
    past = given("trade", retired=Reason.APPROVAL_OVER)

    (decision,) = decided(cards(one=TODAY), found("trade"), past).decisions

    assert (decision.verdict, decision.reason, decision.card) == (Verdict.DELIVER, Reason.APPLIES_AGAIN, "one")


def test_the_first_approval_to_end_is_when_to_look_again() -> None:
    decisions = decided(cards(one=TODAY + timedelta(days=9), two=TODAY, three=YESTERDAY), found("trade"))

    assert decisions.check_at == MIDNIGHT
