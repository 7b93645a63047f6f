"""The ways to attach notes to records. A link that exists already is as good as a new one, so all may be repeated."""

from collections.abc import Sequence

from coach.channels.notes.draft import LINK, Draft, Said
from coach.channels.notes.rungs import Rung, alone, collection, portions, read_collection, read_part, typed
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import COLLECTION, PARTS, WIDE_PARTS, RequestPart, answers, request, saved


class LinksInCollections:
    """Up to a thousand links per call."""

    name = "collections"
    most = WIDE_PARTS * COLLECTION

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """Every draft has a ``note_id``."""
        batches = list(portions(drafts, COLLECTION))
        parts = [
            collection("POST", f"l{number}", [typed(LINK, one.link(one.note_id or "")) for one in some])
            for number, some in enumerate(batches)
        ]
        answered = answers(self._client.post("composite", request(self._client, parts)))
        said: dict[str, Said] = {}
        for number, some in enumerate(batches):
            said |= read_collection(answered.get(f"l{number}"), some)
        return said


class LinksInComposite:
    """Up to 25 links per call."""

    name = "composite"
    most = PARTS

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """Every draft has a ``note_id``."""
        parts = [
            RequestPart(f"l{number}", "POST", f"sobjects/{LINK}", one.link(one.note_id or ""))
            for number, one in enumerate(drafts)
        ]
        answered = answers(self._client.post("composite", request(self._client, parts)))
        return {one.key: read_part(answered.get(f"l{number}")) for number, one in enumerate(drafts)}


class LinksOneByOne:
    """One call for each link."""

    name = "single"
    most = 1

    def __init__(self, client: Client) -> None:
        self._client = client

    def send(self, drafts: Sequence[Draft]) -> dict[str, Said]:
        """A refusal is about the link, never about a batch."""
        (draft,) = drafts
        try:
            return {draft.key: Said(saved(self._client.post(f"sobjects/{LINK}", draft.link(draft.note_id or ""))))}
        except Refused as refusal:
            return {draft.key: alone(refusal)}


def link_rungs(client: Client) -> tuple[Rung, ...]:
    """All rungs for links, from the widest to the narrowest."""
    return LinksInCollections(client), LinksInComposite(client), LinksOneByOne(client)
