"""How much is left of the org's limits."""

from coach.doctor.facts import Facts, OrgFacts, ServiceFacts
from coach.doctor.finding import Misconfiguration, Seen, Urgency, Who

LIMITS = "Limits"
ANCHOR = "limits"
LOW = 0.1
A_BATCH = 400
"""Notes that are sent in one call, each of which is a version."""
USED_UP = frozenset({"REQUEST_LIMIT_EXCEEDED", "API_BUDGET"})


def left(org: OrgFacts, name: str, share: float, least: int) -> Seen:
    """The remaining allowance in words, if it is below this share or below ``least``."""
    limit = org.limits.get(name) if org.limits else None
    if limit is None:
        return None
    low = limit.left <= limit.most * share or limit.left < least
    return f"{limit.left} of {limit.most}" if low else False


@Misconfiguration(
    id="api-calls",
    about=LIMITS,
    who=Who.ADMIN,
    severity=Urgency.ERROR,
    wrong="Only {} API calls of the last 24 hours are left, and Coach waits so that people can work",
    mend="finds out which integration spends them, or buys more",
    where="Setup → Company Information → API Requests, Last 24 Hours; Setup → API Usage Notifications",
    see=ANCHOR,
    asks="/limits: DailyApiRequests",
).of_both
def api_calls(facts: Facts) -> Seen:
    """Below the share that is left to people. An org without any calls left answers nothing else."""
    if facts.org is None:
        return None
    if facts.org.refusal:
        return "0" if facts.org.refusal[0] in USED_UP else None
    return left(facts.org, "DailyApiRequests", 1 - facts.service.share, A_BATCH)


@Misconfiguration(
    id="data-storage",
    about=LIMITS,
    who=Who.ADMIN,
    severity=Urgency.WARNING,
    wrong="Only {} MB of data storage are left",
    mend="frees some or buys more",
    where="Setup → Storage Usage",
    see=ANCHOR,
    asks="/limits: DataStorageMB",
).of_org
def data_storage(org: OrgFacts, _service: ServiceFacts) -> Seen:
    """Links use data storage."""
    return left(org, "DataStorageMB", LOW, 1)


CHECKS = (api_calls, data_storage)
