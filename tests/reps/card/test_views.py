"""The rep's page of a card, from the note to the record and back."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from coach.engine.languages import figures_in
from coach.engine.model import Edit, Editor, Edits, EventKind, Nature, Reason, Verdict
from coach.log.page import PageRequest
from coach.teams.weeks import WeekBounds
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FORM
from tests.pipeline.world import ANA, MONDAY, deal
from tests.reps.card.conftest import ASK, MANAGER, PUBLIC, REP, STRANGER, CardWorld

WEEKS = WeekBounds((MONDAY - timedelta(days=7),), MONDAY + timedelta(days=30))


def test_a_note_leads_to_the_card_and_does_not_give_the_answer_away(cards: CardWorld) -> None:
    assert f'<a href="{PUBLIC}/cards/' in cards.note
    assert "What comes first?" in cards.note
    assert "Learn what there is to trade." not in cards.note


def test_the_note_stays_as_it_is_while_nothing_changes(cards: CardWorld) -> None:
    before, writes = cards.note, cards.world.org.writes

    cards.world.clock.advance(days=3)
    cards.world.happen(1)
    cards.world.work()

    assert (cards.note, cards.world.org.writes) == (before, writes)


def test_the_page_shows_the_card_and_looking_changes_nothing(cards: CardWorld) -> None:
    page = cards.http.get(cards.link)

    assert page.status_code == 200
    assert "Ask for something back on Deal 1" in page.text
    assert "You see this because the stage is Negotiation/Review" in page.text
    assert "Learn what there is to trade." not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert cards.progress().opened_at is None


def test_only_the_signed_in_owner_opens_a_card_by_looking(cards: CardWorld) -> None:
    for viewer in (MANAGER, REP):
        cards.gate.viewer = viewer
        assert cards.progress().opened_at is None
        assert cards.http.get(f"/cards/{cards.key}").status_code == 200

    assert cards.progress().opened_at == cards.world.now()


def test_a_browser_that_fetches_ahead_opens_nothing(cards: CardWorld) -> None:
    cards.gate.viewer = REP

    cards.http.get(f"/cards/{cards.key}", headers={"Sec-Purpose": "prefetch;prerender"})

    assert cards.progress().opened_at is None


def test_whoever_is_signed_in_is_led_from_the_link_to_their_own_page(cards: CardWorld) -> None:
    link = cards.link
    cards.gate.viewer = REP

    assert cards.http.get(link).headers["Location"] == f"/cards/{cards.key}"


def test_done_takes_the_card_off_the_record_and_the_note_says_so(cards: CardWorld) -> None:
    page = cards.by_link(do="done")
    cards.world.work()

    assert "Well done." in page.text
    assert cards.world.org.titles() == ["Coach: nothing open, 1 done"]
    assert "Done by the rep: " in cards.note


def test_saying_it_twice_is_saying_it_once(cards: CardWorld) -> None:
    cards.by_link(do="done")
    again = cards.by_link(do="done")

    assert "That had been noted before." in again.text
    assert len(cards.world.store.answers.responses(cards.key)) == 1


def test_a_response_wakes_a_worker_and_a_repeated_one_does_not(cards: CardWorld) -> None:
    cards.world.bell.rung.clear()

    cards.by_link(do="acknowledged")
    cards.by_link(do="acknowledged")

    assert cards.world.bell.rung == ["coach"]


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("not_relevant", "Not relevant here, says the rep: "),
        ("already_done", "Done before the card came: "),
        ("wrong", "Wrong, says the rep: "),
        ("other", "Dismissed by the rep: "),
    ],
)
def test_a_dismissed_card_is_retired_and_the_note_says_why(cards: CardWorld, why: str, told: str) -> None:
    cards.by_link(do="dismissed", why=why, words="Their CFO asked me not to.")
    cards.world.work()

    assert told in cards.note
    assert "CFO" not in cards.note


def test_something_else_needs_words(cards: CardWorld) -> None:
    answer = cards.by_link(do="dismissed", why="other", words="  ")

    assert answer.status_code == 400
    assert "Say in a few words why you do not want this card." in answer.text


def test_who_dismissed_a_card_reads_what_they_chose_and_wrote_when_they_come_back(cards: CardWorld) -> None:
    cards.by_link(do="dismissed", why="wrong", words="Their <CFO> asked me not to.")
    cards.world.work()
    cards.gate.viewer = REP

    page = cards.http.get(f"/cards/{cards.key}").text

    assert "The rep dismissed the card: they think that it is wrong." in page
    assert "In your words: <q>Their &lt;CFO&gt; asked me not to.</q>" in page


def test_a_manager_reads_why_a_card_was_dismissed_and_whoever_follows_the_link_does_not(cards: CardWorld) -> None:
    said = cards.by_link(do="dismissed", why="other", words="Their CFO asked me not to.")
    by_link = cards.http.get(cards.link).text
    cards.gate.viewer = MANAGER
    page = cards.http.get(f"/cards/{cards.key}").text
    cards.gate.viewer = STRANGER
    stranger = cards.http.get(f"/cards/{cards.key}")

    assert "In your words: <q>Their CFO asked me not to.</q>" in said.text
    assert "In their words: <q>Their CFO asked me not to.</q>" in page
    assert "CFO" not in by_link
    assert (stranger.status_code, "CFO" in stranger.text) == (403, False)


def test_what_a_rep_wrote_is_not_shown_to_the_next_owner_of_the_deal(cards: CardWorld) -> None:
    cards.by_link(do="dismissed", why="other", words="Their CFO asked me not to.")
    _hand_over_to_bo(cards)

    assert "CFO" not in cards.http.get(f"/cards/{cards.key}").text


def test_the_card_says_who_can_read_the_words(cards: CardWorld) -> None:
    page = cards.http.get(cards.link).text

    assert "your managers read it, and, without your name, whoever answers for the playbook" in page


def test_a_card_that_was_put_off_comes_back_in_time(cards: CardWorld) -> None:
    before = cards.note
    cards.by_link(do="snoozed", length="week")
    cards.world.work()
    assert "Put off by the rep until 30 November 2026: " in cards.note

    cards.world.clock.advance(days=7)
    cards.world.pipeline.sweep()
    cards.world.work()

    assert cards.note == before


def test_a_card_that_was_put_off_until_the_stage_changes_comes_back_then(cards: CardWorld) -> None:
    cards.world.playbooks["ask-first"] = cards.world.playbooks["ask-first"].replace(
        "{is: Negotiation/Review}", "{is: [Negotiation/Review, Proposal/Price Quote]}"
    )
    cards.by_link(do="snoozed", length="stage")
    cards.world.work()
    assert "until the stage changes" in cards.note

    cards.world.org.put(deal(1, stage="Proposal/Price Quote"))
    cards.world.happen(1)
    cards.world.work()

    assert "Ask for something back" in cards.note


def test_what_was_put_off_is_logged_as_held_back_until_then(cards: CardWorld) -> None:
    cards.by_link(do="snoozed", length="day")
    cards.world.work()
    cards.world.happen(1)
    cards.world.work()

    assert cards.world.store.figures().decisions[Verdict.HOLD_BACK, Reason.SNOOZED] == 1


def test_the_right_answer_is_told_to_who_has_answered(cards: CardWorld) -> None:
    page = cards.by_link(do="answered", option="1", sure="no")

    assert "your answer" in page.text
    assert "the right answer" in page.text
    assert "Learn what there is to trade." in page.text
    assert cards.progress().right is False


def test_the_first_answer_counts(cards: CardWorld) -> None:
    cards.by_link(do="answered", option="1", sure="yes")
    cards.by_link(do="answered", option="2", sure="yes")

    assert (cards.progress().option, cards.progress().right) == (1, False)


def test_the_link_of_an_answered_card_shows_which_answer_is_right_and_does_not_ask_again(cards: CardWorld) -> None:
    cards.by_link(do="answered", option="1", sure="yes")

    page = cards.http.get(cards.link).text

    assert 'name="option"' not in page
    assert ("the right answer" in page, "Learn what there is to trade." in page) == (True, True)
    assert "This question has been answered." in page
    sign_in = f'<a href="/sign-in?next=/cards/{cards.key}">Sign in to see your answer</a>'
    assert sign_in in page


def test_who_has_just_answered_is_not_asked_to_sign_in_to_see_how(cards: CardWorld) -> None:
    assert "Sign in to see your answer" not in cards.by_link(do="answered", option="1", sure="yes").text


def test_the_link_alone_tells_the_next_owner_nothing_of_an_answer_before(cards: CardWorld) -> None:
    cards.as_owner(do="answered", option="1", sure="yes")
    _hand_over_to_bo(cards)
    cards.gate.viewer = None

    page = cards.http.get(cards.link).text

    assert 'name="option"' in page
    assert "the right answer" not in page


def test_an_answer_is_told_to_the_owner_and_to_nobody_else(cards: CardWorld) -> None:
    cards.by_link(do="answered", option="2", sure="yes")
    cards.gate.viewer = None
    by_link = cards.http.get(cards.link).text
    cards.gate.viewer = MANAGER
    by_manager = cards.http.get(f"/cards/{cards.key}").text
    cards.gate.viewer = REP
    by_owner = cards.http.get(f"/cards/{cards.key}").text

    told = ["your answer: right" in page for page in (by_link, by_manager, by_owner)]
    assert told == [False, False, True]
    assert "your answer" not in (by_link + by_manager).replace("see your answer", "")
    assert "Learn what there is to trade." not in by_manager


def test_the_owner_answers_signed_in_too(cards: CardWorld) -> None:
    page = cards.as_owner(do="acknowledged")

    assert "The card stays on the record until you are done with it." in page.text
    assert "On the record, and noted on 23 November 2026." in page.text


def test_a_manager_may_look_and_says_nothing(cards: CardWorld) -> None:
    cards.gate.viewer = MANAGER

    page = cards.http.get(f"/cards/{cards.key}")
    answer = cards.http.post(f"/cards/{cards.key}", data={**FORM, "do": "done"})

    assert "<button" not in page.text.partition("<main")[2]
    assert cards.looked == [("Max", frozenset({ANA.id}))]
    assert answer.status_code == 403
    assert cards.progress().done_at is None


def test_a_colleague_sees_nothing_of_it(cards: CardWorld) -> None:
    cards.gate.viewer = STRANGER

    assert cards.http.get(f"/cards/{cards.key}").status_code == 403


def test_a_colleague_who_follows_the_link_signed_in_is_not_taken_for_the_owner(cards: CardWorld) -> None:
    link, token = cards.link, re.search(r'name="card_token" value="([^"]+)"', cards.http.get(cards.link).text)
    assert token
    cards.gate.viewer = STRANGER

    answer = cards.http.post(link, data={"card_token": token[1], "do": "done"})

    assert answer.status_code == 403
    assert cards.progress().done_at is None


@pytest.mark.parametrize("data", [{"do": "done"}, {"do": "done", "card_token": "guessed"}])
def test_a_form_that_is_not_of_the_page_does_nothing(cards: CardWorld, data: dict[str, str]) -> None:
    assert cards.http.post(cards.link, data=data).status_code == 403
    assert cards.progress().done_at is None


def test_a_form_sent_from_elsewhere_does_nothing(cards: CardWorld) -> None:
    token = re.search(r'name="card_token" value="([^"]+)"', cards.http.get(cards.link).text)
    assert token

    data, headers = {"do": "done", "card_token": token[1]}, {"Origin": "https://elsewhere.example"}
    assert cards.http.post(cards.link, data=data, headers=headers).status_code == 403


def test_a_browser_that_tells_nobody_the_page_s_address_may_send_its_form(cards: CardWorld) -> None:
    page = cards.http.get(cards.link)
    token = re.search(r'name="card_token" value="([^"]+)"', page.text)
    assert token
    assert page.headers["Referrer-Policy"] == "no-referrer"

    sent = cards.http.post(cards.link, data={"do": "done", "card_token": token[1]}, headers={"Origin": "null"})

    assert sent.status_code == 200
    assert cards.progress().done_at is not None


def test_the_link_is_good_as_long_as_the_card_is_open(cards: CardWorld) -> None:
    cards.world.clock.advance(days=365)

    assert cards.http.get(cards.link).status_code == 200
    assert cards.by_link(do="acknowledged").status_code == 200


def _leave_the_record(cards: CardWorld) -> None:
    cards.by_link(do="done")
    cards.world.work()


def test_the_link_is_good_for_thirty_days_after_the_card_left_the_record(cards: CardWorld) -> None:
    cards.world.clock.advance(days=100)
    _leave_the_record(cards)
    cards.world.clock.advance(days=30)

    assert cards.http.get(cards.link).status_code == 200
    assert cards.by_link(do="rated", useful="yes").status_code == 200


def test_a_link_that_is_too_old_says_that_signing_in_helps(cards: CardWorld) -> None:
    _leave_the_record(cards)
    cards.world.clock.advance(days=30, seconds=1)

    answer = cards.http.get(cards.link)

    assert answer.status_code == 410
    main = answer.text[answer.text.index("<main") :]
    assert f'href="/sign-in?next=/cards/{cards.link.split("/")[2]}"' in main


@pytest.mark.parametrize("days", [0, 31])
def test_signing_in_from_a_card_leads_back_to_it_and_takes_no_secret_along(cards: CardWorld, days: int) -> None:
    _leave_the_record(cards)
    cards.world.clock.advance(days=days)

    page = cards.http.get(cards.link).text

    assert f'href="/sign-in?next=/cards/{cards.key}"' in page


def test_the_link_is_good_again_when_the_card_comes_again(cards: CardWorld) -> None:
    cards.by_link(do="snoozed", length="week")
    cards.world.work()
    cards.world.clock.advance(days=31)
    cards.world.pipeline.sweep()
    cards.world.work()

    assert cards.http.get(cards.link).status_code == 200


def test_another_owner_gets_another_link_and_the_old_one_is_not_good(cards: CardWorld) -> None:
    old = cards.link
    cards.world.org.put(deal(1, owner=replace(ANA, id="005000000000002AAA", name="Bo")))
    cards.world.happen(1)
    cards.world.work()

    assert cards.http.get(old).status_code == 404
    assert cards.http.get(cards.link).status_code == 200


BO = replace(ANA, id="005000000000002AAA", name="Bo")


def _hand_over_to_bo(cards: CardWorld) -> None:
    cards.world.org.put(deal(1, owner=BO))
    cards.world.happen(1)
    cards.world.work()
    cards.gate.viewer = Viewer(BO.id, "Bo", Role.REP)


def test_an_answer_stays_with_who_gave_it_when_the_deal_is_handed_over(cards: CardWorld) -> None:
    cards.as_owner(do="answered", option="1", sure="yes")
    _hand_over_to_bo(cards)

    before = cards.http.get(f"/cards/{cards.key}").text
    own = cards.http.post(f"/cards/{cards.key}", data={**FORM, "do": "answered", "option": "2"}, follow_redirects=True)

    assert "your answer" not in before
    assert "your answer: right" in own.text
    said = cards.world.store.answers.responses(cards.key)
    assert [(each.rep_id, each.response.option) for each in said if each.response.option] == [(ANA.id, 1), (BO.id, 2)]
    (of_ana,) = cards.world.store.teams.cards(ANA.id, WEEKS, 10)
    assert of_ana.right is False


def test_what_the_next_owner_does_is_not_counted_as_done_by_who_was_given_the_card(cards: CardWorld) -> None:
    _hand_over_to_bo(cards)

    answers = [
        cards.http.post(f"/cards/{cards.key}", data={**FORM, "do": "done"}, follow_redirects=True).status_code
        for _ in range(2)
    ]
    cards.world.work()

    assert answers == [200, 200]
    (of_ana,) = cards.world.store.teams.cards(ANA.id, WEEKS, 10)
    assert (of_ana.opened_at, of_ana.acknowledged_at, of_ana.done_at) == (None, None, None)
    assert not of_ana.is_open
    assert [each.response.kind for each in cards.world.store.answers.responses(cards.key)] == ["done"]


@pytest.mark.parametrize("path", ["/cards/{key}/guessed", "/cards/" + "0" * 64 + "/guessed"])
def test_a_guessed_address_tells_nothing(cards: CardWorld, path: str) -> None:
    answer = cards.http.get(path.format(key=cards.key))

    assert answer.status_code == 404
    assert "This address is not good" in answer.text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"do": "opened"},
        {"do": "nonsense"},
        {"do": "dismissed"},
        {"do": "snoozed", "length": "year"},
        {"do": "rated", "useful": "perhaps"},
        {"do": "answered"},
        {"do": "answered", "option": "0"},
        {"do": "answered", "option": "9"},
        {"do": "answered", "option": "²"},
    ],
)
def test_nonsense_is_refused_with_a_sentence(cards: CardWorld, form: dict[str, str]) -> None:
    answer = cards.by_link(**form)

    assert answer.status_code == 400
    assert cards.world.store.answers.responses(cards.key) == []


def test_that_somebody_viewed_the_record_is_not_taken_for_opening_the_card(cards: CardWorld) -> None:
    cards.world.happen(1, kind=EventKind.VIEWED)
    cards.world.work()

    assert cards.progress().opened_at is None


def test_what_happened_on_the_deal_is_seen(cards: CardWorld) -> None:
    changed_by(cards, Nature.PERSON)

    kept = cards.world.store.answers.find(cards.key)
    assert kept
    assert (kept.adherence, kept.seen_by) == ("seen", "rep")
    assert "What it asks for: seen on the deal, done by the rep." in seen_by_the_rep(cards)


def test_what_an_agent_did_is_told_and_does_not_count(cards: CardWorld) -> None:
    changed_by(cards, Nature.AUTOMATION)

    kept = cards.world.store.answers.find(cards.key)
    assert kept
    assert (kept.adherence, kept.seen_by) == ("waiting", "automation")
    assert "on the deal, but done by an agent or integration: not counted." in seen_by_the_rep(cards)


def seen_by_the_rep(cards: CardWorld) -> str:
    cards.gate.viewer = REP
    return cards.http.get(f"/cards/{cards.key}").text


def changed_by(cards: CardWorld, nature: Nature) -> None:
    """The next step is set under the rep's name, by a person or not."""
    cards.world.clock.advance(days=2)
    after = deal(1, next_step="Call Noor", modified_at=cards.world.now())
    cards.world.org.put(after)
    by = Editor(after.owner.id, nature)
    cards.world.org.edited[after.id] = Edits((Edit("next_step", cards.world.now(), by, "Call Noor"),))
    cards.world.happen(1)
    cards.world.work()


def test_what_did_not_happen_in_time_was_not_seen(cards: CardWorld) -> None:
    cards.world.clock.advance(days=14, seconds=1)
    cards.world.pipeline.sweep()
    cards.world.work()

    kept = cards.world.store.answers.find(cards.key)
    assert kept
    assert kept.adherence == "not_seen"


def test_minutes_are_those_that_were_charged_wherever_they_are_told(cards: CardWorld) -> None:
    """Also after an edit that makes the text longer: what it cost the week is what it says."""
    (week,) = cards.world.store.teams.figures(frozenset({ANA.id}), WEEKS).weeks
    told = figures_in("en").minutes(Decimal(str(week.minutes)))
    cards.world.playbooks["ask-first"] = ASK.replace("Ask for", f"{'Word ' * 600}. Ask for")
    cards.world.happen(1)
    cards.world.work()
    by_link = cards.http.get(cards.link).text
    cards.gate.viewer = REP

    assert "Word Word" in by_link
    assert f"{told} min read" in by_link
    assert f"{told} min read" in cards.note
    assert cards.http.get("/open").text.count(f"{told} min read") == 2, "of the card, and of all"
    kept = cards.world.store.answers.find(cards.key)
    (charged,) = cards.world.store.logbook.page(PageRequest(), None).lines
    assert kept
    assert float(kept.card.minutes) == week.minutes == float(charged.entry.minutes)
    assert f"The card takes {told} minutes." in charged.entry.detail
