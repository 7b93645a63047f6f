"""The people in the demo's org, and the reps' customers."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from demo.history.tempers import TEMPERS, Temper
from demo.org import OrgOverHttp


@dataclass(frozen=True, slots=True)
class Boss:
    """A manager."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Cast:
    """Tempers and managers by the rep's id; by account, its contacts; by deal, the contacts that are on it."""

    tempers: Mapping[str, Temper]
    bosses: Mapping[str, Boss]
    contacts: Mapping[str, tuple[str, ...]]


def cast(org: OrgOverHttp) -> Cast:
    """Read everybody from the org. Ids have 18 characters, as in the API."""
    tempers, bosses = {}, {}
    for row in org.query("SELECT Id, Username, ManagerId, Manager.Name FROM User"):
        temper = TEMPERS.get(str(row["Username"]).partition("@")[0])
        if temper and row["ManagerId"]:
            tempers[str(row["Id"])] = temper
            bosses[str(row["Id"])] = Boss(str(row["ManagerId"]), str(row["Manager"]["Name"]))
    contacts: defaultdict[str, list[str]] = defaultdict(list)
    for row in org.query("SELECT Id, AccountId FROM Contact ORDER BY Id"):
        contacts[str(row["AccountId"])].append(str(row["Id"]))
    return Cast(tempers, bosses, {account: tuple(ids) for account, ids in contacts.items()})
