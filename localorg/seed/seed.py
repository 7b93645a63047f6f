"""Fill an empty org."""

from datetime import UTC, datetime
from functools import partial
from random import Random

from localorg.records import Records
from localorg.seed.catalogue import write_catalogue
from localorg.seed.company import left_at, retire, write_company
from localorg.seed.content import load
from localorg.seed.customers import write_customers
from localorg.seed.deals import DealWriter
from localorg.seed.scale import scaled
from localorg.seed.story import Story
from localorg.seed.writer import Writer


def seed(
    records: Records,
    *,
    deals: int = 40,
    random_seed: int = 1,
    now: datetime | None = None,
    begins: datetime | None = None,
    blank: bool = False,
) -> Story:
    """Write a company with ``deals`` deals, in one transaction. The same arguments lead to the same records.

    All dates are relative to ``now``, the end of the story (default: the current time). Events after ``begins`` are not
    written but returned as a Story, to be written later; without ``begins``, all are written. ``blank`` omits the
    integration user. Subscribe listeners after this call: those subscribed already get every write.
    """
    random = Random(random_seed)  # noqa: S311  # a story, not a secret
    content = scaled(load(), deals, random)
    writer = Writer(records, now or datetime.now(UTC))
    story = Story()
    with records.transaction():
        people = write_company(writer, content, blank=blank)
        catalogue = write_catalogue(writer, content)
        customers = write_customers(writer, content, people)
        deal_writer = DealWriter(writer, people, customers, catalogue)
        for plan in content.deals:
            for at, tell in deal_writer.happenings(plan, random):
                if begins is None or at <= begins:
                    tell()
                else:
                    story.add(at, tell)
        if begins is None:
            retire(writer, content, people)
        else:
            story.add(left_at(writer), partial(retire, writer, content, people))
    return story
