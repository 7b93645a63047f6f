"""Storage with the platform's behaviour. :class:`Records` is the one way in."""

from coach.localorg.records.changes import Change, ChangeKind
from coach.localorg.records.records import Records

__all__ = ["Change", "ChangeKind", "Records"]
