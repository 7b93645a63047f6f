"""Attach notes to their records by links."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from coach.channels.notes.draft import INFERRED, INTERNAL, Draft, LinkTerms
from coach.channels.notes.find import link_ids
from coach.channels.notes.ladder import Ladder
from coach.channels.notes.links import link_rungs
from coach.channels.notes.nouns import NoteReceipt
from coach.channels.notes.receipts import link_failed, not_sent, written
from coach.errors import CoachError
from coach.ids import to18
from coach.ports import Clock, Memory
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, FaultKind, error, rule

KEPT = timedelta(days=30)
SHARE_KEPT = timedelta(days=1)
"""Shorter: an org may get an Experience Cloud site any day.

From then on partners would read notes shared with all users.
"""


class LinkWriter:
    """Attaches notes to records. Raises nothing: the notes exist, so failures are reported in their receipts."""

    def __init__(self, client: Client, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._ladder = Ladder(link_rungs(client), CachedCapability(memory, "links_in", KEPT, clock))
        self._type = CachedCapability(memory, "link_type", SHARE_KEPT, clock)
        self._visibility = CachedCapability(memory, "link_visibility", SHARE_KEPT, clock)

    def share(self) -> LinkTerms:
        """The terms on which this org lets notes be attached to records, as far as is known."""
        usual = LinkTerms()
        return LinkTerms(self._type.get() or usual.type, self._visibility.get() or usual.visibility)

    def link(self, arrived: Sequence[tuple[Draft, Saved | None]]) -> list[NoteReceipt]:
        """A receipt for each draft. ``Saved`` is the result for a link that was sent along with its note."""
        receipts = [written(draft) for draft, _ in arrived if draft.link_id]
        loose = [(draft, link) for draft, link in arrived if not draft.link_id]
        there_already: list[Draft] = []
        drafts = [draft for draft, link in loose if link is None]
        drafts += self._settle([(draft, link) for draft, link in loose if link], receipts, there_already)
        while drafts:
            sent = self._ladder.send(drafts)
            if sent.stopped:
                receipts += [not_sent(one, sent.stopped) for one in sent.unsent]
            told = [(one, sent.said[one.key].saved) for one in drafts if one.key in sent.said]
            drafts = self._settle(told, receipts, there_already)
        return receipts + self._look_up(there_already)

    def _settle(
        self, told: Sequence[tuple[Draft, Saved]], receipts: list[NoteReceipt], there_already: list[Draft]
    ) -> list[Draft]:
        """Sort the answers; returns the drafts to attach once more, on other terms."""
        for share in dict.fromkeys(draft.share for draft, link in told if link.fault is None):
            self._remember(share)
        again: list[Draft] = []
        for draft, link in told:
            if link.fault is None:
                receipts.append(written(replace(draft, link_id=link.id)))
            elif rule(link.fault).kind is FaultKind.ALREADY:
                there_already.append(draft)
            elif other := _shared_otherwise(draft, _objection(draft, link.fault)):
                again.append(other)
            else:
                receipts.append(link_failed(draft, _objection(draft, link.fault)))
        return again

    def inside(self) -> None:
        """Remember that the org now takes links for internal users only."""
        self._visibility.set(INTERNAL)

    def _remember(self, share: LinkTerms) -> None:
        """Remember working terms, unless the usual ones are known to work.

        Otherwise one odd record would change how all others are shared, and open them to partners. So while the usual
        terms are remembered to work, they remain the ones to begin with.
        """
        usual = LinkTerms()
        if self._type.get() != usual.type:
            self._type.set(share.type)
        if self._visibility.get() != usual.visibility:
            self._visibility.set(share.visibility)

    def _look_up(self, drafts: Sequence[Draft]) -> list[NoteReceipt]:
        """Receipts with the ids of links that existed already."""
        if not drafts:
            return []
        try:
            links = link_ids(self._client, [one.note_id or "" for one in drafts])
        except Refused as refusal:
            return [not_sent(one, error(refusal.fault)) for one in drafts]
        except CoachError as failure:
            return [not_sent(one, failure) for one in drafts]
        return [self._found(one, links) for one in drafts]

    @staticmethod
    def _found(draft: Draft, links: dict[tuple[str, str], str]) -> NoteReceipt:
        link_id = links.get((to18(draft.note_id or ""), to18(draft.work.opportunity_id)))
        if link_id is None:
            return link_failed(draft, Fault("ANSWER_LOST"))
        return written(replace(draft, link_id=link_id))


def _objection(draft: Draft, fault: Fault) -> Fault:
    """Translate two refusals into the objection to a share type that they stand for.

    If Salesforce CRM Content is off, inferred sharing is refused as such, but a viewer share is refused for want of
    access.

    Source: github.com/douglascayers/sfdc-convert-attachments-to-chatter-files, issue 24.
    """
    if INFERRED in draft.refused and fault.code == "INSUFFICIENT_ACCESS_OR_READONLY":
        return replace(fault, message=f"Invalid sharing type {draft.share.type}")
    return fault


def _shared_otherwise(draft: Draft, fault: Fault) -> Draft | None:
    """The draft on other terms, if the org objects to these and there are others.

    Some records take no inferred sharing, and neither type if Salesforce CRM Content is off. An org without an
    Experience Cloud site does not accept a limit to internal users.
    """
    objections = {FaultKind.SHARE_TYPE: draft.share.type, FaultKind.VISIBILITY: draft.share.visibility}
    objection = objections.get(rule(fault).kind)
    if objection is None:
        return None
    refused = draft.refused | {objection}
    share = draft.share.without(refused)
    return replace(draft, share=share, refused=refused) if share else None
