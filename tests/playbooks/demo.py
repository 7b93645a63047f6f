"""The demo's deals, from the plans that its org is filled with."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from coach.engine.model import Account, Deal, LineItem, Person, StageChange
from localorg.seed.calendar import close_date
from localorg.seed.content import Content, DealPlan, LinePlan, load
from tests.playbooks.deals import FIELDS, NOW


def demo_deals() -> list[Deal]:
    """Every deal of the demo as its org would have it read at ``NOW``, in dollars."""
    content = load()
    return [_deal(plan, content) for plan in content.deals]


def _deal(plan: DealPlan, content: Content) -> Deal:
    account = next(account for account in content.accounts if account.key == plan.account)
    products = tuple(_line_item(line, content) for line in plan.lines)
    stage = plan.path[-1][0]
    history = tuple(StageChange(stage, NOW - timedelta(days=days, hours=2)) for stage, days in plan.path)
    return Deal(
        org_id="00D5g00000Lk2QbEAJ",
        id="0065g00000Lk2QbAAJ",
        name=plan.name,
        stage=stage,
        closed=stage.startswith("Closed"),
        won=stage == "Closed Won",
        amount=sum((item.total for item in products if item.total), Decimal(0)) if products else plan.amount,
        currency="USD",
        close_date=close_date(plan.close, NOW.date()),
        created_at=history[0].at,
        modified_at=NOW,
        owner=Person("0055g00000Lk2QbAAJ", "Alex Chen"),
        read_at=NOW,
        type=plan.type,
        next_step=plan.next,
        pushes=plan.pushes,
        contact_roles=len(plan.roles),
        account=Account("0015g00000Lk2QbAAJ", account.name, account.industry, account.type),
        products=products,
        history=history,
        fields={**FIELDS, **_dated(plan.fields)},
    )


def _line_item(line: LinePlan, content: Content) -> LineItem:
    product = next(product for product in content.products if product.code == line.product)
    quantity, discount = Decimal(line.quantity), Decimal(line.discount)
    total = product.price * quantity * (100 - discount) / 100
    return LineItem(product.name, product.code, product.family, quantity, product.price, product.price, discount, total)


def _dated(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {
        name: NOW.date() + timedelta(days=int(str(value))) if "_Date_" in name else value
        for name, value in fields.items()
    }
