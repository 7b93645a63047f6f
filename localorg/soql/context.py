"""Who asks, when, and of which org."""

from dataclasses import dataclass
from datetime import datetime

from localorg.schema.catalogue import Schema


@dataclass(frozen=True, slots=True)
class Context:
    """``version`` stands in the records' urls; ``all_rows`` brings in what is in the recycle bin.

    ``schema`` is the org as the user sees it. ``hidden`` are the ids of opportunities that sharing keeps from the user;
    ``owned`` keeps all that are another's. ``only_profile`` is the one profile whose name is seen, empty for all.
    ``outside`` says that the user is a partner or customer, who sees files shared with all users only.
    """

    schema: Schema
    user_id: str
    now: datetime
    version: str
    all_rows: bool
    hidden: str | tuple[str, ...] = ()
    only_profile: str = ""
    outside: bool = False
