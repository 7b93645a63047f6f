"""Notes → links that hang them on their records."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from coach.errors import CoachError
from coach.ids import to18
from coach.model import Receipt
from coach.ports import Clock, Memory
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault, Kind, error, rule
from coach.salesforce.findings import Finding
from coach.salesforce.notes.draft import Draft, Share
from coach.salesforce.notes.find import link_ids
from coach.salesforce.notes.ladder import Ladder
from coach.salesforce.notes.links import link_rungs
from coach.salesforce.notes.receipts import link_failed, not_sent, written

KEPT = timedelta(days=30)


class LinkWriter:
    """Hangs notes on records. Raises nothing: the notes exist, and their receipts have to say so."""

    def __init__(self, client: Client, memory: Memory, clock: Clock) -> None:
        self._client = client
        self._ladder = Ladder(link_rungs(client), Finding(memory, "links_in", KEPT, clock))
        self._share = Finding(memory, "link_share", KEPT, clock)

    def share(self) -> Share:
        """How this org lets notes hang on records, as far as is known."""
        kind, _, visibility = (self._share.get() or "").partition("/")
        return Share(kind, visibility) if kind and visibility else Share()

    def hang(self, arrived: Sequence[tuple[Draft, Saved | None]]) -> list[Receipt]:
        """A receipt for each draft; ``Saved`` is what was said of a link that went along with its note."""
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
        self, told: Sequence[tuple[Draft, Saved]], receipts: list[Receipt], there_already: list[Draft]
    ) -> list[Draft]:
        """Sort what was said; returns the drafts to hang once more, shared in another way."""
        again: list[Draft] = []
        for draft, link in told:
            if link.fault is None:
                self._remember(draft.share)
                receipts.append(written(replace(draft, link_id=link.id)))
            elif rule(link.fault).kind is Kind.ALREADY:
                there_already.append(draft)
            elif other := _other_share(draft.share, link.fault):
                again.append(replace(draft, share=other))
            else:
                receipts.append(link_failed(draft, link.fault))
        return again

    def _remember(self, share: Share) -> None:
        if share != self.share():
            self._share.set(f"{share.type}/{share.visibility}")

    def _look_up(self, drafts: Sequence[Draft]) -> list[Receipt]:
        """The ids of links that were there already."""
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
    def _found(draft: Draft, links: dict[tuple[str, str], str]) -> Receipt:
        link_id = links.get((to18(draft.note_id or ""), to18(draft.work.opportunity_id)))
        if link_id is None:
            return link_failed(draft, Fault("ANSWER_LOST"))
        return written(replace(draft, link_id=link_id))


def _other_share(share: Share, fault: Fault) -> Share | None:
    """Another way to share, where the org objects to this one.

    Some objects refuse inferred sharing; some orgs permit one visibility only.
    """
    match rule(fault).kind:
        case Kind.SHARE_TYPE if share.type == "I":
            return replace(share, type="V")
        case Kind.VISIBILITY if share.visibility == "AllUsers":
            return replace(share, visibility="InternalUsers")
        case _:
            return None
