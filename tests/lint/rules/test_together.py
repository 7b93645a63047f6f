"""What is said about playbooks together."""

import pytest

from tests.lint.made import playbook, told


def live(when: str, priority: int = 50, more: str = "") -> str:
    return playbook(f"status: live\npriority: {priority}\nwhen: {when}\n{more}")


WIDE = live("{stage: {is: [Prospecting, Proposal]}}", 90)
NARROW = live("{stage: {is: Proposal}, amount: {above: 10}}", 10)


def test_as_many_wider_ones_as_there_are_places_leave_none() -> None:
    files = {"a": WIDE, "b": WIDE, "x": NARROW}

    assert told("shadowed", files, places=2) == [
        "x.yaml:2:11 Wherever this applies, a.yaml and b.yaml do too, and go first: they take all 2 places on the deal."
    ]
    assert told("shadowed", files, places=3) == []


def test_what_is_not_live_or_always_there_takes_no_place() -> None:
    for other in (
        WIDE.replace("status: live", "status: draft"),
        WIDE.replace("status: live", "status: live\nalways: true"),
    ):
        assert told("shadowed", {"a": other, "x": NARROW}, places=1) == []
    assert told("shadowed", {"a": WIDE, "x": NARROW + "always: true\n"}, places=1) == []


def test_another_audience_takes_no_place_of_mine() -> None:
    some = live("{stage: {is: Proposal}}", 90, "audience: {owner_role: {is: EMEA}}")
    fewer = live("{stage: {is: Proposal}}", 10, "audience: {owner_role: {is: EMEA}, owner_title: {contains: AE}}")

    assert told("shadowed", {"a": some, "x": NARROW}, places=1) == []
    assert len(told("shadowed", {"a": some, "x": fewer}, places=1)) == 1


def test_alternatives_that_cover_it_between_them_shadow_it() -> None:
    wide = live("{stage: {is: Proposal}, any: [{amount: {above: 50}}, {amount: {at_most: 50}}]}", 90)

    assert len(told("shadowed", {"a": wide, "x": NARROW}, places=1)) == 1


def test_missing_data_leaves_a_place() -> None:
    """On a deal whose type is not filled in, the wider one is unknown."""
    wide = live("{stage: {is: Proposal}, any: [{type: {is: Renewal}}, {type: {is_not: Renewal}}]}", 90)

    assert told("shadowed", {"a": wide, "x": NARROW}, places=1) == []


def test_ties_go_by_name_and_are_told_of_all_but_the_first() -> None:
    same = {name: live("{stage: {is: Proposal}}") for name in "cab"}

    assert told("equal-priority", same) == [
        f"{place} {others} to some of the same deals with the same priority 50: "
        "names decide which goes first. Give this one another priority."
        for place, others in (("b.yaml:2:11", "a.yaml applies"), ("c.yaml:2:11", "a.yaml and b.yaml apply"))
    ]
    assert [line[:6] for line in told("shadowed", same, places=2)] == ["c.yaml"]


@pytest.mark.parametrize(
    "other",
    [
        live("{amount: {above: 10}}", 60),
        live("{stage: {is: Prospecting}}"),
        live("{stage: {is: Proposal}, closed: true}"),
        live("{stage: {is: Proposal}, product: {discount: {above: 5}}, not: {product: {discount: {above: 1}}}}"),
        live("{stage: {is: Proposal}}").replace("live", "draft"),
        live("{stage: {is: Proposal}}", more="always: true"),
        live("{stage: {is: Proposal}}", more="audience: {owner_role: {is: APAC}}"),
    ],
    ids=["priority", "stage", "closed", "impossible", "draft", "always", "audience"],
)
def test_playbooks_that_never_compete_are_left_alone(other: str) -> None:
    mine = live("{stage: {is: Proposal}}", more="audience: {owner_role: {is: EMEA}}")

    assert told("equal-priority", {"a": other, "b": mine}) == []


def test_a_playbook_that_can_never_apply_is_not_shadowed_too() -> None:
    impossible = live("{amount: {above: 10, below: 5}}", 10)

    assert told("shadowed", {"a": live("{amount: {above: 1}}", 90), "x": impossible}, places=1) == []


def test_titles_are_compared_as_people_read_them() -> None:
    files = {
        "a": "title: Ask now\n" + NARROW.replace("title: A title\n", ""),
        "b": "title: ask NOW\n" + NARROW.replace("title: A title\n", ""),
    }

    assert told("same-title", files) == ["b.yaml:1:8 a.yaml has the same title: tell them apart."]
