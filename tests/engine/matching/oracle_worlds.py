"""Random playbooks and deals for the oracle, as dicts, from a seed: close to every border, and far beyond some."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from coach.engine.model import Account, Deal, LineItem, Person, RecordId, StageChange, Unknown
from coach.engine.playbook import operators, vocabulary
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import Fact, held_by
from coach.engine.playbook.operators import Takes

Pick = random.Random
Dict = dict[str, Any]

ZONES = tuple(map(ZoneInfo, ("UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu")))
ZONES += tuple(
    map(ZoneInfo, ("Pacific/Kiritimati", "America/St_Johns", "America/Havana", "Africa/Cairo", "Asia/Beirut"))
)
MOMENTS = (
    datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),  # an hour comes twice in New York
    datetime(2027, 3, 14, 7, 0, tzinfo=UTC),  # and one is missing
    datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC),
    datetime(2027, 3, 28, 23, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 0, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2027, 3, 14, 5, 0, tzinfo=UTC),  # midnight is missing in Havana
    datetime(2026, 11, 1, 4, 30, tzinfo=UTC),  # and comes twice there
    datetime(2026, 10, 29, 20, 59, tzinfo=UTC),  # the hour before midnight comes twice in Cairo
    datetime(2027, 3, 27, 21, 59, tzinfo=UTC),
)

TEXTS: tuple[str, ...] = (
    "Alpha",
    "ALPHA",
    "alphabet",
    "bet",
    "Straße",
    "STRASSE",
    "ß",
    "İstanbul",
    "istanbul",
    "ΣΊΣΥΦΟΣ",
    "σίσυφος",
)
TEXTS += ("Café", "Cafe\u0301", "ﬁne", "fine", "a", "0815", "815", "true", "2027-05-31", "ǅ", "dž", "Ⅷ", "日本", "😀")
ODD_TEXTS = ("", " ", "  Alpha ", "alpha\u00a0", "\tbet\n", "a\u200b", "K", "x" * 300)
STAGES = ("Prospecting", "Proposal/Price Quote", "Negotiation/Review", "Closed Won", "prospecting", "Straße")
CURRENCIES = ("USD", "EUR", "JPY", "CHF")
RATES: tuple[Mapping[str, Decimal], ...] = (
    {},
    {"USD": Decimal(1), "EUR": Decimal("0.9"), "JPY": Decimal("151.37")},
    {"USD": Decimal("1.1"), "EUR": Decimal(1), "JPY": Decimal(0), "CHF": Decimal(3)},
    {"USD": Decimal(3), "EUR": Decimal(7), "CHF": Decimal("0.000001")},
)
NUMBERS: tuple[Decimal, ...] = (*map(Decimal, range(4)), *map(Decimal, (7, 14, 21, 30, 100, -1, 50_000)))
NUMBERS += (Decimal("0.1"), Decimal("0.3"), Decimal("2.5"), Decimal("-0.5"), Decimal("50000.01"), Decimal("49999.99"))
HUGE = (Decimal(10**18), Decimal(10**18 - 1), Decimal("1E-12"), Decimal(-(10**12)), Decimal(2**53 + 1))

CHOICES = ("Cloud", "Cloud Security", "Analytics", "ANALYTICS", "ß")
TIMES = ("09:30", "12:00", "17:45:30", "00:00")
IDS = ("001xx0000000001AAA", "001xx0000000001", "001xx0000000002AAA", "001Xx0000000001")
UNTOLD = (Unknown("it is masked", filled=True), Unknown("only its parts can be told"))

KINDS = {name: fact.kind.value for name, fact in (*vocabulary.PRODUCT_FACTS.items(), *vocabulary.DEAL_FACTS.items())}
OWNER_FACTS = tuple(vocabulary.OWNER_FACTS)
DEAL_FACTS = tuple(vocabulary.DEAL_FACTS)
PRODUCT_FACTS = tuple(vocabulary.PRODUCT_FACTS)
MONEY = {name for name, fact in vocabulary.DEAL_FACTS.items() if fact.kind is Kind.MONEY} | {
    f"product.{name}" for name, fact in vocabulary.PRODUCT_FACTS.items() if fact.kind is Kind.MONEY
}
FIELDS = ("Any__c", "Other__c", "Text__c", "When__c", "Account.Segment__c")
HIDEABLE = (
    *DEAL_FACTS,
    *FIELDS,
    "stage_history",
    "product",
    *(f"product.{name}" for name in (*PRODUCT_FACTS, *FIELDS)),
    "currency",
)

OPERATORS = {
    kind.value: tuple(
        each.word for each in operators.OPERATORS.values() if kind in each.kinds and not each.adherence_only
    )
    for kind in Kind
}
"""As they are declared: a new operator is tried as soon as it is."""
FIELD_KINDS = tuple(kind for kind in OPERATORS if kind != "stage")


def number(pick: Pick) -> Decimal:
    return pick.choice(HUGE) if pick.random() < 0.05 else pick.choice(NUMBERS)


def value(kind: str, pick: Pick, today: date) -> Any:
    """Something to compare with."""
    match kind:
        case "date":
            return today + timedelta(days=pick.choice((-366, -31, -7, -2, -1, 0, 1, 2, 7, 30, 365)))
        case "boolean":
            return pick.random() < 0.5
        case "number" | "money":
            return number(pick)
        case "selection":
            return ";".join(pick.sample(CHOICES, pick.choice((1, 1, 2, 3))))
        case "time":
            return pick.choice(TIMES)
        case "id":
            return pick.choice(IDS)
    return pick.choice(STAGES if kind == "stage" else TEXTS)


def operand(operator: str, kind: str, pick: Pick, today: date) -> Any:
    """What an operator takes, at random."""
    match operators.OPERATORS[operator].takes:
        case Takes.FLAG:
            return pick.random() < 0.5
        case Takes.DAYS:
            return Decimal(pick.choice((0, 1, 2, 7, 30, 400)))
        case Takes.PAIR:
            pair = sorted(value(kind, pick, today) for _ in "ab")
            return pair if pair[0] != pair[1] or pick.random() < 0.5 else [pair[0], pair[0]]
        case Takes.VALUES if kind != "boolean" and pick.random() < 0.5:
            return [value(kind, pick, today) for _ in range(pick.randint(1, 3))]
    return value(kind, pick, today)


def comparison(kind: str, pick: Pick, today: date) -> Any:
    """What stands under a fact."""
    if kind == "boolean" and pick.random() < 0.5:
        return pick.random() < 0.5
    operators = pick.sample(OPERATORS[kind], 2 if pick.random() < 0.2 else 1)
    asked = {operator: operand(operator, kind, pick, today) for operator in operators}
    if kind == "money" and pick.random() < 0.7 and operators != ["empty"]:
        asked["currency"] = pick.choice(CURRENCIES)
    return asked


def lines(facts: Sequence[str], pick: Pick, today: date, most: int) -> Dict:
    return {fact: comparison(KINDS[fact], pick, today) for fact in pick.sample(facts, pick.randint(1, most))}


def tree(facts: Sequence[str], pick: Pick, today: date, depth: int, *, of_deal: bool = False) -> Dict:
    """A map of conditions."""
    made = lines(facts, pick, today, 2) if pick.random() < 0.7 or depth == 0 else {}
    if depth and pick.random() < 0.35:
        made["any"] = [tree(facts, pick, today, depth - 1, of_deal=of_deal) for _ in range(pick.randint(1, 4))]
    if depth and pick.random() < 0.25:
        made["all"] = [tree(facts, pick, today, depth - 1, of_deal=of_deal) for _ in range(pick.randint(1, 3))]
    if depth and pick.random() < 0.3:
        made["not"] = tree(facts, pick, today, depth - 1, of_deal=of_deal)
    if of_deal and pick.random() < 0.2:
        made["product"] = tree(PRODUCT_FACTS, pick, today, min(depth, 1))
    if of_deal and pick.random() < 0.12:
        made["every_product"] = tree(PRODUCT_FACTS, pick, today, min(depth, 1))
    if (of_deal or facts is PRODUCT_FACTS) and pick.random() < 0.3:
        made["fields"] = {
            name: comparison(pick.choice(FIELD_KINDS), pick, today) for name in pick.sample(FIELDS, pick.randint(1, 2))
        }
    return made or lines(facts, pick, today, 1)


def a_playbook(pick: Pick, today: date) -> Dict:
    made: Dict = {
        "title": "A title",
        "status": pick.choice(("live", "live", "live", "draft", "retired")),
        "priority": Decimal(pick.choice((1, 50, 50, 99))),
        "when": tree(DEAL_FACTS, pick, today, pick.choice((0, 0, 1, 2)), of_deal=True),
    }
    if pick.random() < 0.4:
        made["audience"] = tree(OWNER_FACTS, pick, today, pick.choice((0, 0, 1)))
    made["cards"] = [{"name": "one", "title": "One", "tip": "Say so."}]
    return made


def maybe(pick: Pick, make: Callable[[], Any]) -> Any:
    return None if pick.random() < 0.2 else make()


def text(pick: Pick) -> str:
    return pick.choice(ODD_TEXTS) if pick.random() < 0.15 else pick.choice(TEXTS)


def moment(pick: Pick, now: datetime) -> datetime:
    """Near a whole number of days ago, or around midnight somewhere."""
    if pick.random() < 0.3:
        midnight = datetime.combine(now.date() + timedelta(days=pick.randint(-3, 2)), time(), pick.choice(ZONES))
        return (midnight + timedelta(microseconds=pick.choice((-1, 0, 1)))).astimezone(UTC)
    return now - timedelta(days=pick.choice((-1, 0, 1, 2, 7, 14, 30, 400)), microseconds=pick.choice((-1, 0, 1)))


def any_value(pick: Pick, now: datetime) -> Any:
    """Whatever a further field may hold."""
    match pick.choice(("text", "number", "boolean", "date", "moment", "selection", "time", "id", "untold", "nothing")):
        case "text":
            return text(pick)
        case "moment":
            return moment(pick, now)
        case "selection":
            return tuple(pick.sample(CHOICES, pick.choice((1, 2, 3))))
        case "time":
            return time.fromisoformat(pick.choice(TIMES))
        case "id":
            return RecordId(pick.choice(IDS[:3:2]))
        case "untold":
            return pick.choice(UNTOLD)
        case "nothing":
            return None
        case kind:
            return value(kind, pick, now.date())


def some_fields(pick: Pick, now: datetime) -> Dict:
    return {name: any_value(pick, now) for name in FIELDS if pick.random() < 0.9}


def held(record: str, pick: Pick, now: datetime) -> Dict:
    """What a record holds for the facts that are declared of it; its name is never missing."""
    facts = held_by(record) if record != "product" else vocabulary.PRODUCT_FACTS
    return {name: in_record(fact, pick, now) for name, fact in facts.items()} | {"name": text(pick)}


def in_record(fact: Fact, pick: Pick, now: datetime) -> Any:
    if fact.kind is Kind.BOOLEAN:
        return pick.random() < 0.3
    if fact.whole:
        return maybe(pick, lambda: pick.choice((0, 1, 2, 3, 7, 10**9)))
    return maybe(pick, lambda: text(pick) if fact.kind is Kind.TEXT else value(fact.kind, pick, now.date()))


def a_product(pick: Pick, now: datetime) -> Dict:
    return {**held("product", pick, now), "fields": some_fields(pick, now)}


def a_history(pick: Pick, now: datetime) -> list[tuple[str, datetime]]:
    stages: list[str] = []
    for stage in pick.choices(STAGES, k=pick.choice((0, 1, 2, 3))):
        if not stages or stages[-1] != stage:
            stages.append(stage)
    return list(zip(stages, sorted(moment(pick, now) for _ in stages), strict=True))


def a_deal(pick: Pick, now: datetime) -> Dict:
    """Every fact, any of them missing or hidden."""
    history = a_history(pick, now)
    return {
        **held("", pick, now),
        "stage": history[-1][0] if history else pick.choice(STAGES),
        "currency": maybe(pick, lambda: pick.choice(CURRENCIES)),
        "created_at": moment(pick, now),
        "account": maybe(pick, lambda: held("account", pick, now)),
        "owner": {
            **held("owner", pick, now),
            "started_on": maybe(pick, lambda: value("date", pick, now.date())),
        },
        "products": [a_product(pick, now) for _ in range(pick.choice((0, 1, 1, 2, 3)))],
        "history": history,
        "fields": some_fields(pick, now),
        "rates": pick.choice(RATES),
        "unreadable": set(pick.sample(HIDEABLE, pick.choice((0, 0, 0, 1, 2, 5)))),
    }


def as_deal(made: Dict, now: datetime) -> Deal:
    """The same as Coach holds it."""
    taken = {"account", "owner", "products", "history", "unreadable"}
    return Deal(
        org_id="00D",
        id="006",
        account=Account("001", **made["account"]) if made["account"] else None,
        owner=Person("005", **made["owner"]),
        products=tuple(LineItem(**product) for product in made["products"]),
        history=tuple(StageChange(*row) for row in made["history"]),
        modified_at=now,
        read_at=now,
        unreadable=frozenset(made["unreadable"]),
        **{name: made[name] for name in made if name not in taken},
    )


def as_yaml(made: Any) -> str:
    """In flow style, with all texts in quotation marks."""
    if isinstance(made, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(each)}" for key, each in made.items()) + "}"
    if isinstance(made, list):
        return "[" + ", ".join(map(as_yaml, made)) + "]"
    if isinstance(made, str):
        return json.dumps(made, ensure_ascii=False)
    if isinstance(made, bool):
        return "true" if made else "false"
    return f"{made:f}" if isinstance(made, Decimal) else made.isoformat()


def as_file(playbook: Dict) -> str:
    return "\n".join(f"{key}: {as_yaml(value)}" for key, value in playbook.items()) + "\n"


def a_moment(pick: Pick) -> tuple[datetime, tzinfo]:
    return pick.choice(MOMENTS) + timedelta(microseconds=pick.choice((-1, 0, 1))), pick.choice(ZONES)
