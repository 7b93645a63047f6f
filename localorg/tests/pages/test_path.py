from localorg.pages.path import Look, path

STAGES = [
    {"ApiName": "Prospecting", "MasterLabel": "Prospecting", "SortOrder": 1, "IsClosed": False, "IsWon": False},
    {
        "ApiName": "Proposal/Price Quote",
        "MasterLabel": "Proposal/Price Quote",
        "SortOrder": 2,
        "IsClosed": False,
        "IsWon": False,
    },
    {
        "ApiName": "Negotiation/Review",
        "MasterLabel": "Negotiation/Review",
        "SortOrder": 3,
        "IsClosed": False,
        "IsWon": False,
    },
    {"ApiName": "Closed Won", "MasterLabel": "Closed Won", "SortOrder": 4, "IsClosed": True, "IsWon": True},
    {"ApiName": "Closed Lost", "MasterLabel": "Closed Lost", "SortOrder": 5, "IsClosed": True, "IsWon": False},
]


def looks(current: str) -> list[Look]:
    return [step.look for step in path(STAGES, current, None).steps]


def test_stages_before_the_current_one_are_complete() -> None:
    assert looks("Proposal/Price Quote") == [
        Look.COMPLETE,
        Look.CURRENT,
        Look.INCOMPLETE,
        Look.INCOMPLETE,
        Look.INCOMPLETE,
    ]


def test_a_lost_deal_was_not_won_on_the_way() -> None:
    assert looks("Closed Lost")[-2:] == [Look.INCOMPLETE, Look.LOST]


def test_a_won_deal_ends_as_won() -> None:
    assert looks("Closed Won")[-2:] == [Look.WON, Look.INCOMPLETE]


def test_the_button_completes_the_current_stage() -> None:
    laid_out = path(STAGES, "Prospecting", None)
    assert (laid_out.target, laid_out.label) == ("Proposal/Price Quote", "Mark Stage as Complete")


def test_a_selected_stage_can_be_made_the_current_one() -> None:
    laid_out = path(STAGES, "Prospecting", "Closed Lost")
    assert (laid_out.target, laid_out.label) == ("Closed Lost", "Mark as Current Stage")
    assert [step.stage for step in laid_out.steps if step.selected] == ["Closed Lost"]


def test_a_closed_deal_has_nothing_to_complete() -> None:
    assert path(STAGES, "Closed Won", None).target == ""


def test_a_stage_that_the_org_does_not_have_selects_nothing() -> None:
    assert path(STAGES, "Prospecting", "<script>").target == "Proposal/Price Quote"


def test_a_deal_at_a_stage_that_is_no_longer_offered_can_still_be_moved() -> None:
    laid_out = path(STAGES, "Retired stage", None)
    assert (laid_out.target, {step.look for step in laid_out.steps}) == ("", {Look.INCOMPLETE})
    assert path(STAGES, "Retired stage", "Prospecting").target == "Prospecting"
