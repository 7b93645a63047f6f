"""Questions on cards over time: each skill is asked about when it is due, and not twice in a row."""

from coach.engine.model import Card
from coach.engine.responses import answered
from tests.pipeline.conftest import World
from tests.pipeline.world import ANA, deal, opportunity_id

PRICING = """
title: Hold the price
status: live
skill: pricing
when:
  stage: {is: Negotiation/Review}
cards:
  - name: hold
    title: Hold the price
    tip: Ask for something back.
    question:
      ask: What first?
      options: [Ask for something back, Give in]
      answer: 1
      explanation: A trade keeps the value of the price.
"""


def coached(world: World, number: int) -> Card:
    """The card that this deal gets now."""
    world.org.put(deal(number))
    world.happen(number)
    world.work()
    return on(world, number)


def on(world: World, number: int) -> Card:
    """The card on a deal, as it is stored."""
    (only,) = world.store.history.remembered([opportunity_id(number)])[opportunity_id(number)].standing
    return only


def test_a_question_comes_back_when_it_is_due_and_not_before(world: World) -> None:
    world.playbooks |= {"trade": PRICING}
    first = coached(world, 1)
    world.store.answers.respond(first.key, ANA.id, "session", lambda at: answered(first.question, 1, sure=True, at=at))

    second = coached(world, 2)
    world.clock.advance(days=5)
    third = coached(world, 3)

    assert first.question is not None
    assert second.question is None
    assert second.minutes < first.minutes
    assert third.question is not None


def test_a_card_that_came_without_its_question_stays_so(world: World) -> None:
    world.playbooks |= {"trade": PRICING}
    coached(world, 1)
    silent = coached(world, 2)

    world.clock.advance(days=40)
    again = coached(world, 2)

    assert silent.question is None
    assert not {each.kind for each in (*silent.blocks, *again.blocks)} & {"question", "answer"}
    assert (again.question, again.minutes) == (None, silent.minutes)


def test_the_log_says_why_a_question_was_left_out(world: World) -> None:
    world.playbooks |= {"trade": PRICING}
    coached(world, 1)
    coached(world, 2)

    details = [each.detail for each in world.store.log_page(10) if each.opportunity_id == opportunity_id(2)]

    assert "Its question is left out: the last one that the rep was given was about pricing, too." in details[0]


def test_a_question_that_does_not_fit_the_deal_holds_back_no_card_that_comes_without_it(world: World) -> None:
    world.playbooks |= {"trade": PRICING.replace("What first?", "What after {{ deal.next_step }}?")}
    world.org.put(deal(1, next_step="the call"))
    world.happen(1)
    world.work()

    silent = coached(world, 2)

    assert on(world, 1).question is not None
    assert silent.question is None
