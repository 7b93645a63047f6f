import pytest

from tests.faults.answers import SHAPES
from tests.faults.plan import CALM_AFTER, WORKERS, Ground, Kind, draw

FILES, RABBITMQ = Ground("sqlite", "files"), Ground("postgresql", "rabbitmq")


def test_the_same_seed_replays_the_same_faults_and_events() -> None:
    assert draw(7, 60, RABBITMQ, 40) == draw(7, 60, RABBITMQ, 40)
    assert draw(7, 60, RABBITMQ, 40).steps != draw(8, 60, RABBITMQ, 40).steps
    assert draw(7, 60, RABBITMQ, 40).steps != draw(7, 60, FILES, 40).steps


def test_every_kind_of_fault_and_every_answer_is_drawn_sooner_or_later() -> None:
    steps = [step for seed in range(60) for step in draw(seed, 120, RABBITMQ, 40).steps]
    answers = [str(answer) for step in steps for answer in step.faults.get("done_then", [])]  # type: ignore[attr-defined]

    assert {step.kind for step in steps} == set(Kind)
    assert set(answers) == set(map(str, SHAPES))
    assert {step.target for step in steps if step.kind is Kind.KILL} == {*WORKERS, "web", "beat"}


def test_on_files_nothing_is_cut_off() -> None:
    kinds = {step.kind for seed in range(60) for step in draw(seed, 120, FILES, 40).steps}
    assert kinds == set(Kind) - {Kind.CUT, Kind.CUT_DATABASE}


@pytest.mark.parametrize("seed", range(20))
def test_a_storm_ends_with_workers_that_die_and_with_nobody_asleep(seed: int) -> None:
    steps = draw(seed, 100, RABBITMQ, 40).steps
    late = [step.kind for step in steps if step.at > 100 * CALM_AFTER and step.kind is not Kind.WAKE]

    assert set(late) == {Kind.KILL}
    assert [step.target for step in steps if step.kind is Kind.SLEEP] == [
        step.target for step in steps if step.kind is Kind.WAKE
    ]


def test_something_happens_to_every_deal() -> None:
    plan = draw(3, 60, FILES, 40)
    assert {each.deal for each in plan.happenings} == set(range(40))
    assert any(each.name for each in plan.happenings)


def test_a_step_says_what_it_does() -> None:
    said = "\n".join(map(str, draw(3, 300, RABBITMQ, 40).steps))
    assert "kill worker-" in said
    assert "org done_then=" in said
