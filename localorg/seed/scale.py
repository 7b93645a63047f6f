"""Generates more people, customers and deals than the files contain, modelled on those."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from random import Random

from localorg.seed.content import AccountPlan, Content, DealPlan, LinePlan, PersonPlan

DEALS_A_REP = 20
_DEALS_AN_ACCOUNT = 40
_REPS_A_MANAGER = 8
_MOST_DISCOUNT = 35
_REP = "Account Executive"
_TEAMS = (("hospitals", "hospital_rep"), ("enterprise", "enterprise_rep"))


def scaled(content: Content, deals: int, random: Random) -> Content:
    """The content with exactly ``deals`` deals; those of the files come first, unchanged."""
    told = (*content.deals, *content.further)
    more = max(0, deals - len(told))
    names = list(product(content.vocabulary.first_names, content.vocabulary.last_names))
    random.shuffle(names)
    people = list(_people(-(-more // DEALS_A_REP), iter(names)))
    reps = [person for person in people if person.title == _REP]
    accounts = list(islice(_accounts(content, random), -(-more // _DEALS_AN_ACCOUNT)))
    made = []
    for number in range(more):
        account, rep = accounts[number // _DEALS_AN_ACCOUNT], reps[number // DEALS_A_REP]
        made.append(_deal(content, number, account, rep, random))
    return replace(
        content,
        people=(*content.people, *people),
        accounts=(*content.accounts, *accounts),
        deals=(*told, *made)[:deals],
    )


def _people(count: int, names: Iterator[tuple[str, str]]) -> Iterator[PersonPlan]:
    """``count`` reps, with a manager before every eight of them, because a manager must exist before their reps."""
    for index in range(count):
        team, role = _TEAMS[index // _REPS_A_MANAGER % 2]
        manager = f"manager{1 + index // _REPS_A_MANAGER}"
        if index % _REPS_A_MANAGER == 0:
            yield PersonPlan(manager, *next(names), "Sales Manager", "Sales", 30 + index % 40, team, "imani")
        yield PersonPlan(f"rep{1 + index}", *next(names), _REP, "Sales", 1 + index % 60, role, manager)


def _accounts(content: Content, random: Random) -> Iterator[AccountPlan]:
    words = content.vocabulary
    kinds = list(product(words.places, words.kinds))
    random.shuffle(kinds)
    towns = [(account.city, account.country) for account in content.accounts]
    for number, (place, (kind, industry)) in enumerate(kinds, 1):
        city, country = random.choice(towns)
        contacts = tuple(
            (random.choice(words.first_names), random.choice(words.last_names), title) for title in words.titles
        )
        type_ = random.choice(("Prospect", "Customer - Direct"))
        size = random.randrange(50, 9000, 10)
        yield AccountPlan(f"account{number}", f"{place} {kind}", industry, type_, city, country, size, contacts)


def _deal(content: Content, number: int, account: AccountPlan, rep: PersonPlan, random: Random) -> DealPlan:
    """A variant of a deal of the files, with another customer, rep, size and pace.

    It omits the middle of the deal's past: writing the whole past of many thousand deals would take minutes.
    """
    model = content.deals[number % len(content.deals)]
    subject = {one.code: one.name for one in content.products}[model.lines[0].product] if model.lines else "First talk"
    pace = random.uniform(0.7, 1.6)
    return replace(
        model,
        name=f"{account.name} - {subject}",
        account=account.key,
        owner=rep.key,
        path=tuple((stage, round(days * pace)) for stage, days in dict((*model.path[:1], *model.path[-2:])).items()),
        close=model.close if isinstance(model.close, str) else _later(model.close, pace),
        lines=tuple(_line(line, random) for line in model.lines),
        roles=tuple((place % len(account.contacts), role) for place, role in model.roles),
        currency="USD",
        haggled=False,
    )


def _later(close: int, pace: float) -> int:
    """The close date, scaled like the path, so that a closed deal's date stays the day on which it was closed."""
    return round(close * pace)


def _line(line: LinePlan, random: Random) -> LinePlan:
    discount = line.discount and min(_MOST_DISCOUNT, max(1, line.discount + random.randint(-5, 5)))
    return replace(line, quantity=max(1, round(line.quantity * random.uniform(0.5, 2))), discount=discount)
