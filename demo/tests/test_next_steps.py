from demo.next_steps import find_puzzle


def a_row(number: int, reason: str, manager: str = "jonas") -> dict[str, object]:
    return {"id": number, "reason": reason, "manager_id": manager}


def test_a_manager_is_asked_about_what_they_would_wonder_about_most() -> None:
    latest = [a_row(3, "outranked"), a_row(2, "mastered"), a_row(1, "mastered")]

    assert find_puzzle(latest, ["jonas"]) == latest[1]


def test_nobody_is_asked_about_what_is_plain_or_not_theirs() -> None:
    assert find_puzzle([a_row(3, "exhausted"), a_row(2, "mastered", manager="imani")], ["jonas"]) is None
