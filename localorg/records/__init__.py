"""Storage with the platform's behaviour. :class:`Records` is the one way in."""

from localorg.records.changes import Change, ChangeKind
from localorg.records.records import Records

__all__ = ["Change", "ChangeKind", "Records"]
