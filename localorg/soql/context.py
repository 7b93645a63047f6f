"""The context of a query: the user, the time and the org."""

from dataclasses import dataclass
from datetime import datetime

from localorg.schema.catalogue import Schema


@dataclass(frozen=True, slots=True)
class Context:
    """``version`` is the API version in the records' urls. ``all_rows`` includes records in the recycle bin.

    ``schema`` is the org as the user sees it. ``hidden`` are the ids of opportunities that sharing hides from the user;
    the word ``owned`` hides all that other users own. ``only_profile`` is the id of the only profile whose name the
    user sees; empty means all. ``outside`` says that the user is a partner or customer, who sees only files that are
    shared with all users.
    """

    schema: Schema
    user_id: str
    now: datetime
    version: str
    all_rows: bool
    hidden: str | tuple[str, ...] = ()
    only_profile: str = ""
    outside: bool = False
