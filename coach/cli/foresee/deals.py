"""The deal that a command is about: from the org, a sample, or a file; unchanged, or with some facts changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from coach.engine.evaluate import EvaluationContext
from coach.engine.matching.words import money
from coach.engine.model import Deal
from coach.engine.playbook.problems import quote
from coach.errors import Rejected
from coach.foresee.asked import MAY_BE_MORE, NO_DEAL_NAMED, no_name, opportunity_id
from coach.foresee.files import read_deal, with_fields
from coach.foresee.samples import sample
from coach.foresee.whatif import with_facts
from coach.text import one_line, shorten

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg

SHOWN = 25
"""Maximum deals to choose from: they are read with one call."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class DealSelector:
    """Exactly one of the first three is set. ``text`` is an id, the URL of a record's page, or words in a name.

    ``facts`` are changes, as text.
    """

    text: str | None = None
    sample: str | None = None
    file: Path | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def offline(self) -> bool:
        """Whether the deal can be had without an org."""
        return self.text is None


class Several(click.ClickException):
    """Several deals have the name: prints a list to pick from, with an exit status of its own."""

    exit_code = 4

    def show(self, file: IO[Any] | None = None) -> None:
        """Print only the list, because nothing went wrong."""
        click.echo(self.message, file=file, err=file is None)


def deal_in_org(org: "SalesforceOrg", text: str, context: EvaluationContext) -> Deal:
    """The opportunity with this id, URL or name. Raises Rejected if there is none, and Several if there are several."""
    if mistake := no_name(text):
        raise Rejected(f"{quote(text)}: {mistake}")
    wanted = opportunity_id(text)
    return _of_id(org, wanted, context) if wanted else _of_name(org, text, context)


def deal_in_file(path: Path, context: EvaluationContext, at: datetime) -> Deal:
    """The deal in a JSON file. Raises Rejected with every mistake in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Rejected(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        ) from None
    return with_fields(read_deal(text, str(path), at, context.limits.timezone), context.library.custom_fields)


def deal_in_sample(name: str, context: EvaluationContext, at: datetime) -> Deal:
    """A sample deal that comes with Coach. Raises Rejected if there is none of this name."""
    return with_fields(sample(name, at, context.limits.timezone), context.library.custom_fields)


def changed(deal: Deal, wanted: DealSelector, context: EvaluationContext, at: datetime) -> Deal:
    """The deal with the changed facts. Raises Rejected with every mistake in them."""
    return with_facts(deal, wanted.facts, context.library, at, context.limits.timezone)


def _of_id(org: "SalesforceOrg", wanted: str, context: EvaluationContext) -> Deal:
    deal = org.read_deals([wanted], context.library.custom_fields).deals.get(wanted)
    if deal is None:
        raise Rejected(f"The org has no opportunity {wanted}, or hides it from Coach.")
    return deal


def _of_name(org: "SalesforceOrg", text: str, context: EvaluationContext) -> Deal:
    ids = org.deals_named(text) if text.strip() else ()
    read = org.read_deals(ids[:SHOWN], context.library.custom_fields).deals if ids else {}
    deals = [read[each] for each in ids[:SHOWN] if each in read]
    if not deals:
        raise Rejected(NO_DEAL_NAMED.format(who="Coach"))
    if len(deals) > 1:
        raise Several(_choice(text, deals, more=len(ids) > SHOWN))
    return deals[0]


def _choice(text: str, deals: list[Deal], more: bool) -> str:
    lines = [f"Several deals have {quote(text)} in their name or their account’s. Name one by its id:"]
    lines += [f"  {deal.id}  {_about(deal)}" for deal in deals]
    return "\n".join([*lines, *([MAY_BE_MORE] if more else [])])


def _about(deal: Deal) -> str:
    worth = money(deal.amount, deal.currency or "") if deal.amount is not None else ""
    account = deal.account.name if deal.account else ""
    parts = (deal.name, account, deal.label("stage", deal.stage), worth, deal.owner.name)
    return " · ".join(shorten(one_line(each), _LONGEST) for each in parts if each)
