"""Sample deals that come with Coach, for viewing playbooks without an org. Their dates are relative to today."""

from datetime import datetime, tzinfo
from importlib import resources

from coach.engine.model import Deal
from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.foresee.files import read_deal

SCHEMA = "deal.schema.json"


def sample_names() -> tuple[str, ...]:
    """The names of all samples, in order."""
    files = (resources.files(__package__) / "samples").iterdir()
    return tuple(sorted(file.name.removesuffix(".json") for file in files if file.name != SCHEMA))


def sample(name: str, now: datetime, zone: tzinfo) -> Deal:
    """The sample of this name. Raises Rejected if there is none."""
    names = sample_names()
    if name not in names:
        raise Rejected(
            f"There is no sample {quote(name)}.{did_you_mean(name, names)} The samples are: {', '.join(names)}."
        )
    text = (resources.files(__package__) / "samples" / f"{name}.json").read_text(encoding="utf-8")
    return read_deal(text, name, now, zone)
