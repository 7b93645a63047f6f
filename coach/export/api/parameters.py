"""Refuses parameters that an operation does not have: a misspelt filter would silently answer about everything."""

import re
from collections.abc import Mapping, Sequence

from flask import request

from coach.engine.playbook.problems import did_you_mean, quote
from coach.errors import Rejected
from coach.export.api.document import OPERATIONS

_ARGUMENTS = re.compile(r"\(.*?\)")
"""What a converter in a rule is told, as in ``<int(max=9):id>``."""
_KNOWN: Mapping[str, Sequence[str]] = {
    each.rule: [one.name for one in each.parameters if one.where == "query"] for each in OPERATIONS
}


def refuse_unknown() -> None:
    """Raises Rejected for a parameter that the requested operation does not declare, with the names of those it has."""
    known = _KNOWN.get(_ARGUMENTS.sub("", request.url_rule.rule)) if request.url_rule else None
    if known is None:
        return
    strange = sorted(set(request.args) - set(known))
    if strange:
        named = f"There are: {', '.join(known)}." if known else "There are none here."
        refused = (f"{quote(each)} is no parameter of this.{did_you_mean(each, known)}" for each in strange)
        raise Rejected(" ".join([*refused, named]))
