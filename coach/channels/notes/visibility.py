"""Limit links that external people can see through to the org's own people.

An earlier release created such links, and an org without an Experience Cloud site has no other kind. Once it has a
site, those links show their notes to partners and customers. So Coach tries each day whether the org accepts the limit
by now.
Source: Object Reference, ContentDocumentLink: "Visibility is updatable in API version 43.0 and later".
"""

from collections.abc import Iterator, Sequence

from coach.channels.notes.draft import INTERNAL, LINK
from coach.channels.notes.rungs import collection, typed
from coach.ids import to18
from coach.salesforce.client import Client
from coach.salesforce.composite import COLLECTION, WIDE_PARTS, Saved, answers, request, saved
from coach.salesforce.faults import FaultKind, error, rule


def keep_inside(client: Client, link_ids: Sequence[str]) -> int:
    """Limit links to internal users; returns how many are limited now.

    If none of the first two hundred can be, the org knows no such limit, and that was the only call.
    """
    ids = [to18(one) for one in link_ids]
    changed = 0
    for some in _portions(ids):
        results = _limit(client, some)
        changed += sum(one.fault is None for one in results)
        if not changed and all(one.fault and rule(one.fault).kind is FaultKind.VISIBILITY for one in results):
            break
    return changed


def _portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The first portion is small, because it finds out."""
    yield from [ids[:COLLECTION]] if ids else []
    most = WIDE_PARTS * COLLECTION
    for start in range(COLLECTION, len(ids), most):
        yield ids[start : start + most]


def _limit(client: Client, ids: Sequence[str]) -> list[Saved]:
    parts = [
        collection(
            "PATCH",
            f"v{start}",
            [typed(LINK, {"id": one, "Visibility": INTERNAL}) for one in ids[start : start + COLLECTION]],
        )
        for start in range(0, len(ids), COLLECTION)
    ]
    results: list[Saved] = []
    for answer in answers(client.post("composite", request(client, parts))).values():
        if answer.fault:
            raise error(answer.fault)
        results += [saved(one) for one in answer.body or ()]
    return results
