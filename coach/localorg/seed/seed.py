"""Fill an empty org."""

from datetime import UTC, datetime
from random import Random

from coach.localorg.records import Records
from coach.localorg.seed.catalogue import write_catalogue
from coach.localorg.seed.company import retire, write_company
from coach.localorg.seed.content import load
from coach.localorg.seed.customers import write_customers
from coach.localorg.seed.deals import DealWriter
from coach.localorg.seed.scale import scaled
from coach.localorg.seed.writer import Writer


def seed(records: Records, *, deals: int = 40, random_seed: int = 1, now: datetime | None = None) -> None:
    """Write a company with so many deals, in one transaction. The same arguments lead to the same records.

    ``now`` (this moment, where it is not given) is when the story ends: all dates are told from it. Listeners that are
    already subscribed hear of every write, so subscribe them afterwards.
    """
    random = Random(random_seed)  # noqa: S311 - a story, not a secret
    content = scaled(load(), deals, random)
    writer = Writer(records, now or datetime.now(UTC))
    with records.transaction():
        people = write_company(writer, content)
        catalogue = write_catalogue(writer, content)
        customers = write_customers(writer, content, people)
        deal_writer = DealWriter(writer, people, customers, catalogue)
        for plan in content.deals:
            deal_writer.write(plan, random)
        retire(writer, content, people)
