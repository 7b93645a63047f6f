"""Made-up rules, as playbooks and for whoever does the same otherwise, and made-up deals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from coach.engine.model import Account, Deal, LineItem, Person, StageChange

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORG = "00D000000000001EAA"
STAGES = ("Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Proposal", "Negotiation")
FAMILIES = ("Software", "Services", "Consumables", "Capital Equipment", "Diagnostics")
INDUSTRIES = ("Healthcare", "Biotechnology", "Education", "Manufacturing", "Retail", "Energy")
ROLES = ("Hunter", "Farmer", "Partner Manager")
RATES = {"USD": Decimal(1), "EUR": Decimal("0.8")}
FACTS = ("stage", "family", "amount", "days", "industry")
"""What the rules look at."""

Facts = Mapping[str, object]
"""A deal as a plain table of facts: numbers are binary, money is in dollars, what is unknown is None."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Typical conditions: a stage, a product, a size, a time, a trade. One in five is meant for one role of rep."""

    priority: int
    stage: str
    family: str
    low: int
    high: int
    days: int
    industries: tuple[str, ...]
    role: str | None

    @classmethod
    def made_up(cls, random: Random) -> "Rule":
        """The next one."""
        low = random.randrange(0, 400) * 1000
        return cls(
            priority=random.randrange(1, 100),
            stage=random.choice(STAGES),
            family=random.choice(FAMILIES),
            low=low,
            high=low + 150_000,
            days=random.randrange(0, 40),
            industries=tuple(random.sample(INDUSTRIES, 2)),
            role=random.choice(ROLES) if random.randrange(5) == 0 else None,
        )

    def playbook(self) -> str:
        """The rule as a playbook."""
        lines = [
            "title: Made up",
            "status: live",
            f"priority: {self.priority}",
            *([f"audience: {{owner_role: {{is: {self.role}}}}}"] if self.role else []),
            "when:",
            f"  stage: {{is: {self.stage}}}",
            f"  product: {{family: {{is: {self.family}}}}}",
            f"  amount: {{between: [{self.low}, {self.high}], currency: USD}}",
            f"  days_in_stage: {{at_least: {self.days}}}",
            f"  account_industry: {{is: [{', '.join(self.industries)}]}}",
            "cards:",
            "  - name: one",
            "    title: What to do on {{ deal.name }}",
            "    tip: Speak about {{ deal.product.name }} with {{ deal.account.name }}.",
            "    checklist: [Write it down, Ask for it, Tell your manager]",
            "",
        ]
        return "\n".join(lines)

    def holds(self, facts: Facts) -> bool:
        """Whether a deal satisfies it, found as slowly and simply as can be; what is unknown satisfies nothing."""
        amount, days = facts["amount"], facts["days"]
        return (
            facts["stage"] == self.stage
            and facts["family"] == self.family
            and isinstance(amount, int | float)
            and self.low <= amount <= self.high
            and isinstance(days, int)
            and days >= self.days
            and facts["industry"] in self.industries
        )


def rules(count: int) -> list[Rule]:
    """The same ones in every run."""
    random = Random(1)
    return [Rule.made_up(random) for _ in range(count)]


def name(number: int) -> str:
    """What the playbook of a rule is called; names sort as numbers do."""
    return f"book-{number:05}"


def playbooks(made: Sequence[Rule]) -> dict[str, str]:
    """Their texts by name."""
    return {name(number): rule.playbook() for number, rule in enumerate(made)}


def deals(count: int) -> Iterator[Deal]:
    """Deals with one product each. One in ten has no amount, and one in five is in another currency."""
    random = Random(2)
    for number in range(count):
        stage = random.choice(STAGES)
        entered = NOW - timedelta(days=random.randrange(0, 60))
        yield Deal(
            org_id=ORG,
            id=f"006{number:012}AAA",
            name=f"Deal {number}",
            stage=stage,
            closed=False,
            won=False,
            amount=Decimal(random.randrange(5, 600) * 1000) if number % 10 else None,
            currency="USD" if number % 5 else "EUR",
            close_date=(NOW + timedelta(days=random.randrange(-20, 200))).date(),
            created_at=entered - timedelta(days=30),
            modified_at=entered,
            owner=Person(f"005{number % 2_000:012}AAA", f"Rep {number % 2_000}", role=random.choice(ROLES)),
            read_at=NOW,
            account=Account("001", "A Customer", random.choice(INDUSTRIES)),
            products=(LineItem("Item", "I", random.choice(FAMILIES), Decimal(1), None, None, None, Decimal(10)),),
            history=(StageChange("Lead", entered - timedelta(days=30)), StageChange(stage, entered)),
            rates=RATES,
        )


def facts_of(deal: Deal) -> dict[str, object]:
    """What the rules look at, looked up and converted beforehand."""
    assert deal.account
    assert deal.currency
    return {
        "stage": deal.stage,
        "family": deal.products[0].family,
        "amount": None if deal.amount is None else float(deal.amount / RATES[deal.currency]),
        "days": (NOW - deal.history[-1].at).days,
        "industry": deal.account.industry,
    }
