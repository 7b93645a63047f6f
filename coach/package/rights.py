"""What Coach's own user may do: derived from what the code asks of an org, so that neither has a field too many."""

from collections.abc import Iterable, Iterator, Mapping

from coach.doctor.facts import SEND_OUTBOUND_MESSAGES
from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT
from coach.salesforce.facts import CORE, DEAL_FACTS, HELPERS, PRODUCT_FACTS

SYSTEM = frozenset({"ApiEnabled", "ViewAllUsers", "ViewRoles", "ViewSetup"})
"""``coach doctor`` asks for each: reading at all, owners and their managers, their roles, and who has which role."""
FORBIDDEN = frozenset({SEND_OUTBOUND_MESSAGES})
"""With it, what Coach writes would come back to it as an event."""
PRICE_BOOKS = "Pricebook2"
"""Nobody reads line items without reading price books. Source: the permission set's page in Setup."""

_PARENTS = {"Owner": "User", "Manager": "User"}
_UNGOVERNED = frozenset({"User", "UserRole", "Profile", "RecordType"})
"""Objects whose standard fields no permission set lists: View All Users and the like decide on them."""
_OPEN = frozenset({"Id", "Name", "CurrencyIsoCode", "CreatedDate", "RecordTypeId", "OwnerId"})
_REQUIRED = frozenset({(DEAL_OBJECT, "CloseDate"), (LINE_OBJECT, "Quantity")})
"""A field that every record must have can be hidden from nobody, and a permission set that names it is refused."""
_ELSEWHERE: Mapping[tuple[str, str], tuple[str, str]] = {(LINE_OBJECT, "ProductCode"): ("Product2", "ProductCode")}
"""What a line item only shows of its product."""


def fields() -> frozenset[str]:
    """The fields that the permission set must open, as ``Object.Field``."""
    asked = [
        *_steps(DEAL_OBJECT, (*DEAL_FACTS.values(), *HELPERS, *CORE)),
        *_steps(LINE_OBJECT, PRODUCT_FACTS.values()),
    ]
    return frozenset(f"{owner}.{name}" for owner, name in asked if _governed(owner, name))


def objects() -> frozenset[str]:
    """The objects that the permission set must let Coach read. Line items and contact roles follow their parents."""
    of_fields = {name.partition(".")[0] for name in fields()}
    return frozenset({*of_fields, PRICE_BOOKS}) - {LINE_OBJECT}


def known_fields() -> frozenset[str]:
    """Every standard field that the code names."""
    return frozenset(
        f"{owner}.{name}"
        for start, paths in (
            (DEAL_OBJECT, (*DEAL_FACTS.values(), *HELPERS, *CORE)),
            (LINE_OBJECT, PRODUCT_FACTS.values()),
        )
        for owner, name in _steps(start, paths)
    )


def _governed(owner: str, name: str) -> bool:
    standing = name not in _OPEN and (owner, name) not in _REQUIRED and not name.startswith(("Is", "LastModified"))
    return owner not in _UNGOVERNED and standing and (owner, name) != (DEAL_OBJECT, "StageName")


def _steps(start: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The field at the end of each path, and the lookups on the way to it."""
    for path in paths:
        owner = start
        *ways, name = path.split(".")
        for way in ways:
            yield owner, f"{way}Id"
            owner = _PARENTS.get(way, way)
        yield _ELSEWHERE.get((owner, name), (owner, name))
