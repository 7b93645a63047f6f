"""Accounts and the people who work there."""

from collections.abc import Mapping
from dataclasses import dataclass

from localorg.seed.calendar import moment
from localorg.seed.content import AccountPlan, Content
from localorg.seed.writer import Writer

_KNOWN_FOR = 390


@dataclass(frozen=True, slots=True)
class Customer:
    """An account and its contacts, in the order of the plan."""

    account_id: str
    contact_ids: tuple[str, ...]


def write_customers(writer: Writer, content: Content, people: Mapping[str, str]) -> dict[str, Customer]:
    """Write every account, with the owner of its first deal as owner; returns the customers by key."""
    owners: dict[str, str] = {}
    for deal in content.deals:
        owners.setdefault(deal.account, people[deal.owner])
    return {plan.key: _write(writer, plan, owners.get(plan.key)) for plan in content.accounts}


def _write(writer: Writer, plan: AccountPlan, owner_id: str | None) -> Customer:
    known = moment(_KNOWN_FOR, writer.now)
    domain = f"{plan.key}.example"
    values = {
        "Name": plan.name,
        "Industry": plan.industry,
        "Type": plan.type,
        "BillingCity": plan.city,
        "BillingCountry": plan.country,
        "NumberOfEmployees": plan.employees,
        "Website": f"https://www.{domain}",
        "OwnerId": owner_id,
    }
    account_id = writer.insert("Account", values, known, owner_id)
    contacts = []
    for place, (first, last, title) in enumerate(plan.contacts):
        person = {
            "AccountId": account_id,
            "FirstName": first,
            "LastName": last,
            "Title": title,
            "Email": f"contact{place + 1}@{domain}",
            "MailingCity": plan.city,
            "OwnerId": owner_id,
        }
        contacts.append(writer.insert("Contact", person, known, owner_id))
    return Customer(account_id, tuple(contacts))
