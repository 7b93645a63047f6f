"""How far a rep is with a card, response by response."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Reason
from coach.engine.responses import Dismissal, Funnel, Progress, Response, ResponseKind, Snooze, after, put_off

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@st.composite
def responses(draw: st.DrawFn) -> Response:
    at = NOON + timedelta(minutes=draw(st.integers(0, 600)))
    match draw(st.sampled_from(ResponseKind)):
        case ResponseKind.DISMISSED:
            return Response(ResponseKind.DISMISSED, at, dismissal=draw(st.sampled_from(Dismissal)))
        case ResponseKind.SNOOZED:
            return put_off(draw(st.sampled_from(Snooze)), draw(st.sampled_from(["a", "b"])), at, UTC)
        case ResponseKind.RATED:
            return Response(ResponseKind.RATED, at, useful=draw(st.booleans()))
        case ResponseKind.ANSWERED:
            right = draw(st.booleans())
            return Response(ResponseKind.ANSWERED, at, option=1 + right, sure=draw(st.booleans()), right=right)
        case kind:
            return Response(kind, at)


def told(said: list[Response]) -> Progress:
    progress = Progress()
    for response in said:
        progress = after(progress, response, UTC)
    return progress


@given(st.lists(responses()), responses())
def test_saying_the_same_twice_is_saying_it_once(said: list[Response], last: Response) -> None:
    once = told([*said, last])

    assert after(once, last, UTC) == once


@given(st.lists(responses()))
def test_each_step_is_reached_no_sooner_than_the_one_before(said: list[Response]) -> None:
    progress = told(sorted(said, key=lambda response: response.at))

    if progress.done_at:
        assert progress.acknowledged_at
        assert progress.acknowledged_at <= progress.done_at
    if progress.acknowledged_at:
        assert progress.opened_at
        assert progress.opened_at <= progress.acknowledged_at


@given(st.lists(st.lists(responses())))
def test_a_funnel_never_widens(cards: list[list[Response]]) -> None:
    funnel = Funnel()
    for progress in map(told, cards):
        reached = (progress.opened_at, progress.acknowledged_at, progress.done_at, None)
        funnel += Funnel(1, *(int(at is not None) for at in reached))

    counts = [count for _, count in funnel.steps()]
    assert counts == sorted(counts, reverse=True)


@given(st.lists(responses()))
def test_the_first_answer_stands(said: list[Response]) -> None:
    first = next((each for each in said if each.kind is ResponseKind.ANSWERED), None)

    progress = told(said)

    assert (progress.option, progress.right) == ((first.option, first.right) if first else (None, None))


def test_opening_a_card_is_not_yet_taking_note_of_it() -> None:
    progress = told([Response(ResponseKind.OPENED, NOON)])

    assert (progress.opened_at, progress.acknowledged_at) == (NOON, None)


def test_whoever_changes_their_mind_is_taken_at_their_last_word() -> None:
    progress = told(
        [Response(ResponseKind.DISMISSED, NOON, dismissal=Dismissal.WRONG), Response(ResponseKind.DONE, LATER)]
    )

    assert progress.laid_aside
    assert progress.laid_aside.reason is Reason.DONE
    assert progress.dismissal is Dismissal.WRONG


def test_a_card_that_was_put_off_says_until_when() -> None:
    progress = told([put_off(Snooze.WEEK, "Proposal", NOON, UTC)])

    assert progress.laid_aside
    assert progress.laid_aside.words == "The rep put the card off until 2 December 2026."
