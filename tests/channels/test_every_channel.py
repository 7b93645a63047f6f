"""What each channel must do, whatever it reaches people by: whoever adds one is told here what it lacks."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import coach.channels
from coach.app.parts import channel_settings
from coach.app.store import SqlStore
from coach.channels.declared import Declared, World
from coach.channels.registry import CHANNELS, opened, wanted_over
from coach.cli.offline import offline_settings
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.matching import compile_rules
from coach.engine.model import DeliveredCard, DeliveryWork, Outcome, RepLoad
from coach.engine.playbook import load_texts
from coach.ports import Channel, DeliveryPlace
from tests.fixtures.make import card
from tests.pipeline.conftest import TRADE
from tests.pipeline.world import MONDAY, FakeOrg, deal, opportunity_id

FOLDER = Path(coach.channels.__path__[0])
DEAL = opportunity_id(1)
CARDS = [DeliveredCard(card("card-1")), DeliveredCard(card("card-2"))]

every_channel = pytest.mark.parametrize("declared", CHANNELS, ids=lambda declared: declared.name)


@pytest.fixture
def open_one(store: SqlStore, tmp_path: Path) -> Callable[[Declared], Channel]:
    """The channel with a world of its own; each of its settings is the path of a file that is not there yet."""

    def open_it(declared: Declared) -> Channel:
        settings = given(declared) | {name: str(tmp_path / name) for name in declared.settings}
        return declared.opens(World(FakeOrg(), store, store, lambda: MONDAY, settings))

    return open_it


def given(declared: Declared) -> dict[str, str]:
    """All that a channel asks for: its own settings, and the service's as they are by default."""
    return dict.fromkeys(declared.settings, "set") | channel_settings(offline_settings())


def work(declared: Declared) -> list[DeliveryWork]:
    """What the channel wants for two cards, as it is handed it."""
    wanted = declared.wants(given(declared))(DEAL, deal(1), CARDS)
    return [
        DeliveryWork(each.key, each.channel, each.opportunity_id, each.target, each.title, each.body)
        for each in wanted
        if each.live
    ]


def test_every_folder_is_in_the_registry() -> None:
    folders = {each.name for each in FOLDER.iterdir() if (each / "__init__.py").exists()}
    registry = (FOLDER / "registry.py").read_text(encoding="utf-8")
    missing = sorted(name for name in folders if f"coach.channels.{name} import" not in registry)
    assert not missing, "these folders are in no line of coach/channels/registry.py"


def test_no_two_channels_have_one_name() -> None:
    names = [declared.name for declared in CHANNELS]
    assert sorted(set(names)) == sorted(names)


@every_channel
def test_it_is_called_as_it_is_declared(declared: Declared, open_one: Callable[[Declared], Channel]) -> None:
    assert open_one(declared).name == declared.name
    assert declared.name.isidentifier()


@every_channel
def test_each_setting_says_what_it_means(declared: Declared) -> None:
    for name, meaning in declared.settings.items():
        assert name.startswith("COACH_"), f"{name!r} is not called COACH_…"
        assert meaning, f"{name} has no meaning"


@every_channel
def test_it_is_on_once_all_that_it_takes_is_set(declared: Declared, store: SqlStore) -> None:
    every = dict.fromkeys(declared.settings, "set")
    assert declared.is_on(every)
    for name in declared.settings:
        assert not declared.is_on({**every, name: ""})


@every_channel
def test_what_it_wants_is_its_own_and_the_same_each_time(declared: Declared) -> None:
    wanted = work(declared)
    assert wanted, "two open cards lead to nothing over this channel"
    assert {each.channel for each in wanted} == {declared.name}
    assert wanted == work(declared)


def test_no_two_channels_want_one_key() -> None:
    keys = [each.key for declared in CHANNELS for each in work(declared)]
    assert len(set(keys)) == len(keys), "a key tells a delivery from all others, whatever their channel"


@every_channel
def test_each_piece_of_work_has_a_receipt_that_names_what_was_made(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    receipts = open_one(declared).deliver(work(declared))
    assert sorted(one.key for one in receipts) == sorted(one.key for one in work(declared))
    assert {one.outcome for one in receipts} == {Outcome.WRITTEN}
    assert all(one.remote_id for one in receipts)
    for receipt in receipts:
        json.dumps(dict(receipt.details))


@every_channel
def test_what_was_delivered_without_an_answer_is_found_and_nothing_else(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    channel, (first, *_) = open_one(declared), work(declared)
    assert channel.find([first]) == {}
    (receipt,) = channel.deliver([first])
    found = channel.find([first, replace(first, key="another")])
    assert {key: one.remote_id for key, one in found.items()} == {first.key: receipt.remote_id}


@every_channel
def test_what_is_delivered_again_is_changed_and_not_there_twice(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    channel, (first, *_) = open_one(declared), work(declared)
    (before,) = channel.deliver([first])
    changed = replace(first, title="Otherwise", remote_id=before.remote_id, details=before.details)
    (after,) = channel.deliver([changed])
    assert (after.outcome, after.remote_id) == (Outcome.WRITTEN, before.remote_id)


@every_channel
def test_what_is_kept_before_sending_is_json_and_the_same_the_second_time(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    channel, (first, *_) = open_one(declared), work(declared)
    once = channel.about_to_send(first)
    json.dumps(dict(once))
    assert channel.about_to_send(replace(first, details=once)) == once


@every_channel
def test_a_look_tells_of_nothing_that_was_not_asked(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    channel, (first, *_) = open_one(declared), work(declared)
    (receipt,) = channel.deliver([first])
    seen = channel.look_at({first.key: DeliveryPlace(first.target, receipt.remote_id or "")})
    assert seen.keys() <= {first.key}


@every_channel
def test_what_is_taken_away_is_gone_or_it_says_who_must_do_what(
    declared: Declared, open_one: Callable[[Declared], Channel]
) -> None:
    channel, (first, *_) = open_one(declared), work(declared)
    (receipt,) = channel.deliver([first])
    left = channel.withdraw([replace(first, remote_id=receipt.remote_id)])
    assert left.keys() <= {first.key}
    assert all(left.values())
    channel.tidy()


def test_notes_need_no_setting(store: SqlStore) -> None:
    assert [channel.name for channel in opened(World(FakeOrg(), store, store, lambda: MONDAY))] == ["note"]


@every_channel
def test_what_its_settings_change_in_what_it_wants_is_noticed(declared: Declared) -> None:
    """Otherwise what was delivered would stay as it was wanted before, on every deal without an event."""
    usual = given(declared)
    assert declared.name in wanted_over(usual).replace("/", " ").split()
    for name in declared.settings:
        assert wanted_over(usual | {name: ""}) != wanted_over(usual)
    for name in declared.options:
        assert wanted_over(usual | {name: "otherwise"}) != wanted_over(usual)


def test_deciding_knows_no_channel() -> None:
    """What a deal's cards lead to is wanted by the channels that are on, and by nobody else."""
    context = EvaluationContext(load_texts({"trade": TRADE}), compile_rules(load_texts({"trade": TRADE})), Limits(), ())
    evaluated = evaluate(deal(1), context, (), (), RepLoad(), MONDAY)
    assert evaluated.cards
    assert evaluated.deliveries == ()
