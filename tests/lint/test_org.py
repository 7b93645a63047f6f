"""What the org cannot tell of the playbooks in force is told where it is written."""

from coach.engine.inventory import OrgField, Schema
from coach.engine.playbook import load_texts
from coach.lint import misfits
from tests.lint.made import playbook

SCHEMA = Schema(
    {
        "Opportunity": {"OwnerId": OrgField("reference", way="Owner", to=("User",)), "Modules__c": OrgField("date")},
        "User": {"Name": OrgField("string")},
    }
)


def told(**texts: str) -> list[str]:
    library = load_texts({name.replace("__", "/"): text for name, text in texts.items()})
    return [f"{each.file}:{each.line}:{each.column} {each.sentence}" for each in misfits(library, SCHEMA)]


def test_a_field_that_the_org_does_not_have_is_told_at_its_line_of_the_playbook() -> None:
    (found,) = told(emea__plan=playbook("when:\n  fields:\n    Nope__c: {is: x}\n"))

    assert found == "emea/plan.yaml:3:15 Opportunities in your org have no field “Nope__c” that Coach can see."


def test_what_a_folder_asks_of_owners_is_told_once_and_in_the_file_that_holds_the_line() -> None:
    (found,) = told(
        emea___defaults="owner: emea@example.com\naudience:\n  fields:\n    Owner.Nope__c: {is: x}\n",
        emea__plan=playbook(""),
        emea__dach__other=playbook("audience: {owner_role: {is: DACH}}\n"),
    )

    assert found == "emea/_defaults.yaml:4:21 User in your org has no field “Nope__c” that Coach can see."


def test_retired_playbooks_ask_nothing_of_the_org() -> None:
    assert told(plan=playbook("status: retired\nwhen: {fields: {Nope__c: {is: x}}}\n")) == []
