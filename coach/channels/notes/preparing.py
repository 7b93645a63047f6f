"""Before a note is changed, find what others wrote into it, so that it can stay.

A note that nobody else touched is recognized from its document alone, hundreds per call; only the others' texts are
read. If somebody's save came between our look and our write, the next look finds it: it is a version that is not ours
and is followed by one of ours.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from coach.channels.notes import note_documents
from coach.channels.notes.draft import Draft, LinkTerms
from coach.channels.notes.note_documents import FIRST, NoteDocument, Version
from coach.channels.notes.nouns import NoteReceipt, NoteWork
from coach.channels.notes.receipts import left, not_sent, removed
from coach.engine.notes.others import Part, others, together, with_others
from coach.errors import CoachError
from coach.ids import to18
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import error

Ours = Callable[[], Collection[str]]
"""Returns the ids of the users that Coach has signed in as."""


@dataclass(slots=True)
class Prepared:
    """Drafts sorted by what is to be done with them.

    ``drafts`` may be sent, with the words of others in them. ``leaving`` are to be removed. ``done`` are in the org
    already. ``receipts`` are for what must not be sent.
    """

    drafts: list[Draft] = field(default_factory=list)
    leaving: list[Draft] = field(default_factory=list)
    done: list[Draft] = field(default_factory=list)
    receipts: list[NoteReceipt] = field(default_factory=list)


class Preparer:
    """Keeps what others wrote."""

    def __init__(self, client: Client, ours: Ours) -> None:
        self._client = client
        self._ours = ours

    def prepare(self, work: Sequence[NoteWork], share: LinkTerms) -> Prepared:
        """Sort the work. A note that cannot be looked at waits: nothing is written over words that were not read.

        Raises the failure if that leaves nothing to do.
        """
        drafts = [Draft(one, 0, share, one.note_id, one.link_id) for one in work]
        prepared = Prepared([one for one in drafts if one.note_id is None])
        updates = [one for one in drafts if one.note_id is not None]
        try:
            self._look(updates, prepared)
        except (CoachError, Refused) as failure:
            ours = error(failure.fault) if isinstance(failure, Refused) else failure
            sorted_out = (*prepared.drafts, *prepared.done, *prepared.leaving)
            if not sorted_out and not prepared.receipts:
                raise ours from None
            told = {one.key for one in sorted_out} | {one.key for one in prepared.receipts}
            prepared.receipts += [not_sent(one, ours) for one in updates if one.key not in told]
        return prepared

    def look_back(self, arrived: Sequence[tuple[Draft, Saved | None]]) -> list[tuple[Draft, Saved | None]]:
        """Look once more at the notes whose write had no room for a look.

        What cannot be seen now is read the next time.
        """
        unseen = {to18(draft.note_id or "") for draft, _ in arrived if draft.looked is not None and draft.seen is None}
        if not unseen:
            return list(arrived)
        with suppress(CoachError, Refused):
            found = note_documents.fetch(self._client, unseen)
            return [
                (draft if draft.seen else replace(draft, seen=found.get(to18(draft.note_id or ""))), link)
                for draft, link in arrived
            ]
        return list(arrived)

    def _look(self, updates: Sequence[Draft], prepared: Prepared) -> None:
        if not updates:
            return
        found = note_documents.fetch(self._client, [one.note_id or "" for one in updates])
        history = self._history(updates, found)
        for draft in updates:
            document = found.get(to18(draft.note_id or ""))
            if draft.work.leaves and (document is None or document.deleted):
                prepared.receipts.append(left(draft))
            elif document is None:
                # Purged, or never visible to us: the update itself finds out.
                prepared.drafts.append(draft)
            elif document.deleted:
                prepared.receipts.append(removed(draft))
            else:
                versions = history.get(to18(draft.note_id or ""), ())
                self._sort(replace(draft, looked=document.latest.number), document, versions, prepared)

    def _sort(self, draft: Draft, document: NoteDocument, versions: Sequence[Version], prepared: Prepared) -> None:
        work = draft.work
        earlier = self._written_over(versions, work.version) if work.version is not None else []
        if work.leaves and self._untouched(work, document, versions):
            prepared.leaving.append(draft)
        elif document.reads(work.title, work.forms) and not earlier:
            prepared.done.append(replace(draft, seen=document))
        elif self._untouched(work, document, versions):
            prepared.drafts.append(draft)
        else:
            words = self._words(work, document, earlier)
            if work.leaves and not words:
                prepared.leaving.append(draft)
                return
            mixed = replace(work, forms=with_others(work.forms, words, work.language))
            prepared.drafts.append(replace(draft, work=mixed, mixed=bool(words)))

    def _untouched(self, work: NoteWork, document: NoteDocument, versions: Sequence[Version]) -> bool:
        """Whether nobody else has changed the note since Coach did, and Coach put no words of theirs into it.

        The first version is as Coach made it, even if no answer confirmed it. So is every later one, as long as all
        since the last that is accounted for are Coach's: their texts may be unknown, in a database that is an older
        copy.
        """
        if work.shared or not self._is_ours(document.latest):
            return False
        since = [version for version in versions if version.number >= (work.version or FIRST)]
        return document.latest.number in (work.version, FIRST) or (bool(since) and all(map(self._is_ours, since)))

    def _is_ours(self, version: Version) -> bool:
        return bool(version.authors) and version.authors <= frozenset(self._ours())

    def _words(self, work: NoteWork, document: NoteDocument, skipped: Sequence[Version]) -> tuple[Part, ...]:
        title = None if self._is_ours(document.latest) else document.title
        words = others(note_documents.text(self._client, document.latest.id), title, work.imprints, work.language)
        for version in skipped:
            words = together(
                words, others(note_documents.text(self._client, version.id), None, work.imprints, work.language)
            )
        return words

    def _history(self, updates: Sequence[Draft], found: Mapping[str, NoteDocument]) -> Mapping[str, Sequence[Version]]:
        """By note, all versions, where there are some since the last that is accounted for."""
        gaps = [
            to18(draft.note_id or "")
            for draft in updates
            if (document := found.get(to18(draft.note_id or ""))) and not document.deleted
            if document.latest.number not in (draft.work.version, FIRST)
        ]
        return note_documents.versions(self._client, gaps) if gaps else {}

    def _written_over(self, history: Sequence[Version], after: int) -> list[Version]:
        """The versions of others that Coach overwrote since the last version that is accounted for."""
        pairs = zip(history, history[1:], strict=False)
        return [
            version
            for version, following in pairs
            if version.number > after and not self._is_ours(version) and self._is_ours(following)
        ]
