import re

from localorg.tests.pages.conftest import Visitor


def test_the_page_shows_what_a_rep_needs(visitor: Visitor) -> None:
    page = visitor.view()
    for words in (
        "St. Brigid University Hospital",
        "$887,450.00",
        "Alex Chen",
        "CT Scanner 64-Slice",
        "Marcus Oyelaran",
    ):
        assert words in page


def test_the_path_has_ten_steps_and_one_is_current(visitor: Visitor) -> None:
    page = visitor.view()
    assert page.count("slds-path__item") == 10
    assert page.count('aria-current="step"') == 1


def test_a_selected_stage_can_be_marked_as_the_current_one(visitor: Visitor) -> None:
    page = visitor.view(stage="Closed Lost")
    assert "Mark as Current Stage" in page
    assert '<input type="hidden" name="stage" value="Closed Lost">' in page


def test_markup_in_values_is_shown_as_text(visitor: Visitor) -> None:
    visitor.records.update(
        "Opportunity", visitor.deal_id, {"Name": '<b>"x"</b>', "NextStep": "<script>"}, user_id=visitor.records.admin_id
    )
    page = visitor.view()
    assert "<b>&#34;x&#34;" not in page
    assert "&lt;b&gt;&#34;x&#34;&lt;/b&gt;" in page
    assert "<script>" not in page


def test_a_link_that_is_not_one_is_shown_as_text(visitor: Visitor) -> None:
    link = {"Mutual_Plan_Link__c": "javascript:alert(1)"}
    visitor.records.update("Opportunity", visitor.deal_id, link, user_id=visitor.records.admin_id)
    assert 'href="javascript' not in visitor.view()


def test_a_deal_that_is_not_there_is_not_found(visitor: Visitor) -> None:
    for address in ("006000000000000AAA", "nonsense", "0050000000000000AA"):
        assert visitor.http.get(f"/lightning/r/Opportunity/{address}/view").status_code == 404


def test_the_short_addresses_lead_to_the_page(visitor: Visitor) -> None:
    for address in (f"/{visitor.deal_id[:15]}", f"/lightning/r/{visitor.deal_id}/view"):
        assert visitor.http.get(address).location == f"/lightning/r/Opportunity/{visitor.deal_id}/view"


def test_pages_allow_no_inline_script_and_no_framing(visitor: Visitor) -> None:
    answer = visitor.http.get(f"/lightning/r/Opportunity/{visitor.deal_id}/view")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text


def test_notes_are_listed_with_title_and_first_words_and_all_are_closed(visitor: Visitor) -> None:
    visitor.write_note("First card", "<p>one</p>")
    visitor.write_note("Second card", "<p>Say <b>this</b></p>")
    page = visitor.view()
    assert '<span class="note__preview">Say this</span>' in page
    assert not re.search(r'id="note-\w+" open', page)
    assert page.count('class="note"') == 2
    assert page.index("Second card") < page.index("First card")
    assert "<p>Say <b>this</b></p>" in page


def test_notes_alone_are_answered_with_304_while_nothing_is_new(visitor: Visitor) -> None:
    address = f"/lightning/r/Opportunity/{visitor.deal_id}/notes"
    first = visitor.http.get(address)
    seen = {"If-None-Match": first.headers["ETag"]}
    assert visitor.http.get(address, headers=seen).status_code == 304
    visitor.write_note("A card", "<p>one</p>")
    later = visitor.http.get(address, headers=seen)
    assert (later.status_code, "A card" in later.text) == (200, True)
