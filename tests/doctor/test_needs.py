"""What the playbooks in force need of the org, by the names that it has for it."""

from coach.doctor.needs import followed_fields, live, needed_facts, priced
from coach.engine.playbook import Library, load_texts

CARDS = "cards: [{name: one, title: T, tip: T.}]\n"


def library(**texts: str) -> Library:
    return load_texts({name: f"title: T\n{text}{CARDS}" for name, text in texts.items()})


def test_each_fact_is_told_with_the_live_playbooks_that_name_it() -> None:
    books = library(
        one="status: live\nwhen: {amount: {at_least: 5}, product: {discount: {above: 20}}}\n",
        two="status: live\nwhen: {days_to_close: {below: 9}}\naudience: {owner_role: {is: AE}}\n",
        three="status: draft\nwhen: {next_step: {empty: true}}\n",
    )

    needed = needed_facts(books)

    assert needed["amount"] == ("one",)
    assert needed["product"] == needed["product.discount"] == ("one",)
    assert needed["close_date"] == needed["owner_role"] == ("two",)
    assert "next_step" not in needed
    assert [book.name for book in live(books)] == ["one", "two"]


def test_only_fields_that_can_be_tracked_need_to_be() -> None:
    seen = "next_step: {changed: true}, amount: {increased: true}"
    fields = "fields: {LastActivityDate: {changed: true}, Budget__c: {increased: true}, CloseDate: {changed: true}}"
    any_of = f"any: [{{{seen}}}, {{{fields}}}]"
    books = library(one=f"status: live\nwhen: {{closed: false}}\nadherence: {{within_days: 7, seen: {{{any_of}}}}}\n")

    assert followed_fields(books) == {"NextStep", "Budget__c"}


def test_an_amount_in_a_currency_of_its_own_needs_that_of_the_org() -> None:
    books = library(
        one="status: live\nwhen: {amount: {at_least: 5, currency: EUR}}\n",
        two="status: live\nwhen: {amount: {at_least: 5}}\n",
    )

    assert priced(books) == ("one",)
