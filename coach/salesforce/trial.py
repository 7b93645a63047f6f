"""The write test: notes on one deal, in every way that no document tells of, and all of them removed again.

Sources of what is tried: Object Reference, ContentNote, ContentDocumentLink and ContentVersion (PathOnClient,
FirstPublishLocationId); REST API Developer Guide, "Composite" and "Collections" (blobs as base64 up to 37.5 MB).
"""

import html
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import requests

from coach.doctor.trial import NOT_TRIED, YES, TrialResult
from coach.errors import CoachError
from coach.ids import OPPORTUNITY, to18
from coach.ports import Clock, Memory
from coach.salesforce import composite, query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import Part, Saved, saved
from coach.salesforce.faults import Fault
from coach.salesforce.findings import Finding
from coach.salesforce.notes.contents import FORM_KEPT, RUNG_KEPT
from coach.salesforce.notes.draft import LINK, NOTE
from coach.salesforce.notes.hanging import SHARE_KEPT
from coach.salesforce.notes.remove import remove_notes
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import SignIn, Token
from coach.salesforce.transport import OrgSession

MARKUP = {
    "p": "<p>Coach</p>",
    "br": "Coach<br>test",
    "b": "<p><b>Coach</b></p>",
    "i": "<p><i>Coach</i></p>",
    "ul": "<ul><li>Coach</li></ul>",
    "ol": "<ol><li>Coach</li></ol>",
    "a": '<p><a href="https://example.com/x">Coach</a></p>',
}
CHARACTERS = {"©": "©", "®": "®", "’": "’", "é": "é", "emoji": "🙂", "&": "&amp;", "'": "&#39;", "<": "&lt;"}
_RICH = frozenset({"i", "ul", "ol", "a"})
_BASIC = frozenset({"p", "br", "b"})
_SHARES = (("I", "InternalUsers"), ("V", "InternalUsers"), ("I", "AllUsers"), ("V", "AllUsers"))
"""From the one that Coach prefers to the one that is left."""
_AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")


class WriteTest:
    """One run. Nothing in it raises once it has begun, and whatever it wrote it removes, however it ends."""

    def __init__(self, client: Client, token: Callable[[], Token], session: OrgSession, settings: OrgSettings) -> None:
        self._client = client
        self._token = token
        self._session = session
        self._settings = settings
        self._marker = f"Coach write test {uuid4().hex[:12]}"
        self._answers: dict[str, str] = {}
        self._made: list[str] = []

    def run(self, deal_id: str) -> TrialResult:
        """Raises ValueError where this is not an opportunity's id, and what signing in raises."""
        deal = to18(deal_id, OPPORTUNITY)
        self._token()
        left: dict[str, str] = {}
        stopped = ""
        try:
            self._all(deal)
        except CoachError as failure:
            stopped = str(failure)
        finally:
            left = self._clean()
        return TrialResult(self._answers, left, stopped)

    def _all(self, deal: str) -> None:
        note_id = self._first_note()
        if note_id:
            self._links(note_id, deal)
            self._change(note_id, deal)
            self._batches(deal)
            self._texts()
        self._as_file(deal)
        self._audience()
        self._userinfo()

    # ---------------------------------------------------------------- one note

    def _first_note(self) -> str | None:
        made = self._post(f"sobjects/{NOTE}", self._note("one", "<p>Coach</p>"))
        self._answer("note", made)
        return made.id

    def _links(self, note_id: str, deal: str) -> None:
        """Every way is tried by itself; a link that is there is in the way of the next one."""
        outcomes: dict[tuple[str, str], Fault | None] = {}
        for share in _SHARES:
            made = self._post(f"sobjects/{LINK}", self._link(note_id, deal, share))
            outcomes[share] = made.fault
            if made.id and share != _SHARES[-1]:
                self._try(partial(self._client.delete, f"sobjects/{LINK}/{made.id}"))
        taken = [share for share, fault in outcomes.items() if fault is None]
        refusals = "; ".join(dict.fromkeys(_no(fault) for fault in outcomes.values() if fault))
        self._answers["link"] = YES if taken else refusals
        for place, name in ((1, "visibility"), (0, "share_type")):
            offered = dict.fromkeys(share[place] for share in taken)
            self._answers[name] = (
                " ".join([", ".join(offered), f"({refusals})" if refusals else ""]).strip() or NOT_TRIED
            )
        if taken and _SHARES[-1] not in taken:
            self._post(f"sobjects/{LINK}", self._link(note_id, deal, taken[0]))

    def _change(self, note_id: str, deal: str) -> None:
        changed = self._note("one", "<p>Coach, changed</p>")
        outcome = self._try(lambda: self._client.patch(f"sobjects/{NOTE}/{note_id}", changed))
        self._answers["update"] = YES if outcome is None else _no(outcome)
        soql = (
            f"SELECT Id FROM {LINK} WHERE LinkedEntityId = {query.quoted(deal)} "
            f"AND ContentDocumentId = {query.quoted(to18(note_id))}"
        )
        rows: list[Any] = []
        outcome = self._try(lambda: rows.extend(query.rows_of(self._client, [query.path(soql)])))
        self._answers["read_back"] = _no(outcome) if outcome else (YES if rows else "no: it hangs on no record")

    # ---------------------------------------------------------------- several at once

    def _batches(self, deal: str) -> None:
        records = [{"attributes": {"type": NOTE}, **self._note(f"batch {n}", "<p>Coach</p>")} for n in (1, 2)]
        self._answers["collection"] = self._results(
            self._composite([Part("notes", "POST", "composite/sobjects", {"allOrNone": False, "records": records})]),
            "notes",
        )
        share = self._way()
        single = [
            Part("note", "POST", f"sobjects/{NOTE}", self._note("reference", "<p>Coach</p>")),
            Part("link", "POST", f"sobjects/{LINK}", self._link("@{note.id}", deal, share)),
        ]
        self._answers["reference"] = self._results(self._composite(single), "link")
        several = [{"attributes": {"type": NOTE}, **self._note("batch reference", "<p>Coach</p>")}]
        links = [{"attributes": {"type": LINK}, **self._link("@{notes[0].id}", deal, share)}]
        parts = [
            Part("notes", "POST", "composite/sobjects", {"allOrNone": False, "records": several}),
            Part("links", "POST", "composite/sobjects", {"allOrNone": False, "records": links}),
        ]
        self._answers["collection_reference"] = self._results(self._composite(parts), "links")

    def _way(self) -> tuple[str, str]:
        """A way to share that this org takes, as far as was found."""
        kinds, visibilities = self._answers["share_type"].split(" ("), self._answers["visibility"].split(" (")
        return kinds[0].split(", ")[0], visibilities[0].split(", ")[0]

    def _composite(self, parts: Sequence[Part]) -> dict[str, composite.Answer] | Fault:
        try:
            body = self._client.post("composite", composite.request(self._client, parts))
            answered = composite.answers(body)
        except Refused as refusal:
            return refusal.fault
        for part in parts:
            answer = answered.get(part.name)
            if answer and NOTE in str(part.body) + part.path:
                self._keep(answer.body)
        return answered

    def _keep(self, body: Any) -> None:
        for result in body if isinstance(body, list) else [body]:
            if (made := saved(result).id) and made.startswith("069"):
                self._made.append(made)

    @staticmethod
    def _results(answered: "dict[str, composite.Answer] | Fault", name: str) -> str:
        if isinstance(answered, Fault):
            return _no(answered)
        answer = answered.get(name)
        if answer is None or answer.fault:
            return _no(answer.fault if answer and answer.fault else Fault("ANSWER_LOST"))
        results = answer.body if isinstance(answer.body, list) else [answer.body]
        fault = next((one for one in (saved(result).fault for result in results) if one), None)
        return _no(fault) if fault else YES

    # ---------------------------------------------------------------- what a note may hold

    def _texts(self) -> None:
        self._answers["markup"] = self._survivors(MARKUP)
        self._answers["characters"] = self._survivors(CHARACTERS, around="<p>Coach {} test</p>")

    def _survivors(self, probes: dict[str, str], around: str = "{}") -> str:
        """A note each: one that is refused must not take the others along."""
        survived: list[str] = []
        lost: list[str] = []
        for name, text in probes.items():
            body = around.replace("{}", text)
            made = self._post(f"sobjects/{NOTE}", self._note(f"with {name}", body))
            if made.id and self._reads(made.id, name, text):
                survived.append(name)
            else:
                lost.append(f"{name} ({made.fault.code})" if made.fault else name)
        return (
            f"{' '.join(survived) or 'none'}; lost: {', '.join(lost)}" if lost else f"{' '.join(survived)}, all of them"
        )

    def _reads(self, note_id: str, name: str, text: str) -> bool:
        """The tag, or the character however it is written."""
        try:
            there = self._client.read(f"sobjects/{NOTE}/{note_id}/Content").decode(errors="replace")
        except (Refused, CoachError):
            return False
        if name in MARKUP:
            return re.search(rf"<{name}[\s/>]", there) is not None
        return text in there or html.unescape(text) in html.unescape(there)

    # ---------------------------------------------------------------- other ways in

    def _as_file(self, deal: str) -> None:
        version = {
            "Title": f"{self._marker} (file)",
            "PathOnClient": "coach.snote",
            "VersionData": _base64("<p>Coach</p>"),
            "FirstPublishLocationId": deal,
        }
        made = self._post("sobjects/ContentVersion", version)
        self._answer("snote", made)
        if made.id:
            soql = f"SELECT ContentDocumentId FROM ContentVersion WHERE Id = {query.quoted(made.id)}"
            rows: list[Any] = []
            self._try(lambda: rows.extend(query.rows_of(self._client, [query.path(soql)])))
            self._made += [str(row["ContentDocumentId"]) for row in rows]

    def _audience(self) -> None:
        if self._settings.private_key is None:
            self._answers["audience"] = f"{NOT_TRIED}: this sign-in has a secret, and no assertion"
            return
        taken: list[str] = []
        for audience in (*_AUDIENCES, self._settings.url):
            settings = replace(self._settings, audience=audience)
            if self._try(SignIn(settings, self._session).token) is None:
                taken.append(audience)
        self._answers["audience"] = ", ".join(taken) or "none of them"

    def _userinfo(self) -> None:
        token = self._token()
        try:
            response = self._session.get(
                f"{token.identity.instance_url}/services/oauth2/userinfo",
                headers={"Authorization": f"Bearer {token.value}"},
            )
        except (requests.RequestException, CoachError):
            self._answers["userinfo"] = NOT_TRIED
            return
        with_ours = f"with the integration's own token (no scope openid): {response.status_code}"
        self._answers["userinfo"] = f"{YES}, {with_ours}" if response.ok else f"no, {with_ours}"

    # ---------------------------------------------------------------- tidying up

    def _clean(self) -> dict[str, str]:
        """What was made, and what may have been made although its answer was lost; those that could not be removed."""
        with _nothing_raised():
            soql = f"SELECT Id FROM {NOTE} WHERE Title LIKE '{self._marker}%'"
            self._made += [str(row["Id"]) for row in query.rows_of(self._client, [query.path(soql)])]
        made = list(dict.fromkeys(to18(one) for one in self._made))
        if not made:
            return {}
        try:
            left = remove_notes(self._client, made)
        except Refused as refusal:
            left = dict.fromkeys(made, _no(refusal.fault))
        except CoachError as failure:
            left = dict.fromkeys(made, str(failure))
        self._answers["remove"] = f"no: {next(iter(left.values()))}" if left else YES
        return left

    def _post(self, path: str, fields: dict[str, Any]) -> Saved:
        try:
            made = saved(self._client.post(path, fields))
        except Refused as refusal:
            return Saved(None, refusal.fault)
        self._keep({"success": True, "id": made.id})
        return made

    def _try(self, call: Callable[[], object]) -> Fault | None:
        try:
            call()
        except Refused as refusal:
            return refusal.fault
        except CoachError as failure:
            return Fault(str(getattr(failure, "code", "")) or "UNKNOWN", str(failure))
        return None

    def _answer(self, name: str, made: Saved) -> None:
        self._answers[name] = _no(made.fault) if made.fault else YES

    def _note(self, what: str, text: str) -> dict[str, Any]:
        return {"Title": f"{self._marker} ({what})", "Content": _base64(text)}

    @staticmethod
    def _link(note_id: str, deal: str, share: tuple[str, str]) -> dict[str, Any]:
        return {"ContentDocumentId": note_id, "LinkedEntityId": deal, "ShareType": share[0], "Visibility": share[1]}


def remember(result: TrialResult, memory: Memory, clock: Clock) -> None:
    """Tell the note writer what is known now, so that it need not find it out with real work."""
    answers = result.answers
    if answers.get("note") != YES or answers.get("link") != YES:
        return
    rung = next(
        (name for name, asked in (("collections", "collection"), ("composite", "reference")) if answers[asked] == YES),
        "single",
    )
    Finding(memory, "notes_in", RUNG_KEPT, clock).set(rung)
    survived = set(answers["markup"].partition(";")[0].removesuffix(", all of them").split())
    form = "0" if survived >= _RICH | _BASIC else ("1" if survived >= _BASIC else "2")
    Finding(memory, "note_form", FORM_KEPT, clock).set(form)
    Finding(memory, "link_type", SHARE_KEPT, clock).set(answers["share_type"][0])
    visibility = answers["visibility"].partition(" (")[0].partition(",")[0]
    Finding(memory, "link_visibility", SHARE_KEPT, clock).set(visibility)


@contextmanager
def _nothing_raised() -> Iterator[None]:
    try:
        yield
    except (Refused, CoachError):
        return


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _no(fault: Fault) -> str:
    """The org's own code and words: they are what an admin looks up."""
    words = " ".join(fault.message.split())[:160]
    return f"no: {fault.code or fault.status}{f', {words}' if words else ''}"
