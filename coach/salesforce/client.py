"""One call to the REST API: with a token that is renewed, within the budget, retried if that is safe.

simple-salesforce sends the requests, but with a token of ours: its own renewal loops forever if the org refuses every
token, and loses headers.
"""

import random
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import requests
import urllib3
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceError

from coach.errors import CoachError, TryAgain
from coach.salesforce.circuit.calls import CallCircuit
from coach.salesforce.faults import Fault, FaultKind, error, fault_in, foreign, lost, refuses, refuses_all, rule
from coach.salesforce.lookout import Lookout, redirected, unreached
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import SignIn, Token
from coach.salesforce.transport import Moved, OrgSession, UnreadableAnswer, reason_of
from coach.salesforce.usage import CallBudget

BACKOFF_SECONDS = 0.5
_OF_ALL_CALLS = frozenset({"REDIRECTED", "UNSUPPORTED_API_VERSION"})


class Refused(Exception):
    """The org answered, and refused the whole call: that is no verdict on any record.

    It does not reach the pipeline: ``coach.app.org`` translates it into a CoachError.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Pace:
    """How to wait between two tries; replaced in tests."""

    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random

    def wait(self, attempt: int) -> None:
        """Wait with full jitter over a doubling span; ``attempt`` counts from 0."""
        self.sleep(BACKOFF_SECONDS * 2**attempt * self.jitter())


class Client:
    """Calls below ``/services/data/vNN.N/``. Numbers come back as int and Decimal.

    Raises :class:`Refused` if the org refuses the call, TryAgain if it was not reached or our share of its calls is
    used up, AnswerLost if a request that changes something may have been carried out.
    """

    def __init__(
        self,
        settings: OrgSettings,
        session: OrgSession,
        signin: SignIn,
        budget: CallBudget,
        pace: Pace,
        circuit: CallCircuit | None = None,
    ) -> None:
        self._settings = settings
        self._session = session
        self._signin = signin
        self._budget = budget
        self._pace = pace
        self._circuit = circuit
        self._spend: Callable[[], None] = _free
        self._lookout = Lookout(settings, session)
        self._session.hooks["response"].append(budget.note)

    def counting(self, spend: Callable[[], None]) -> "Client":
        """A copy of the client that calls ``spend`` before each call that changes something.

        That raises CoachError if no such call may be made.
        """
        twin = copy(self)
        twin._spend = spend
        return twin

    @property
    def data_path(self) -> str:
        """The prefix of subrequests' addresses, without a trailing slash."""
        return self._settings.data_path

    def get(self, path: str) -> Any:
        """Read; ``path`` is relative to the version. Retried a few times if time may help."""
        return self._safely("GET", path)

    def read(self, path: str) -> bytes:
        """Read a blob, which is not JSON."""
        content: bytes = self._safely("GET", path, raw=True)
        return content

    def delete(self, path: str) -> Any:
        """Delete. Retried like a GET: deleting what is already deleted does nothing."""
        return self._safely("DELETE", path)

    def post_reading(self, path: str, body: object) -> Any:
        """A POST that changes nothing, such as a composite of queries: retried like a GET."""
        return self._safely("POST", path, json=body)

    def post(self, path: str, body: object) -> Any:
        """Change something. Sent once; sent again only if the org did not process it."""
        return self._once("POST", path, changing=True, json=body)

    def patch(self, path: str, body: object) -> Any:
        """Change a record. Sent once, like a POST: every repetition would add a version to a note."""
        return self._once("PATCH", path, changing=True, json=body)

    def _safely(self, method: str, path: str, **arguments: Any) -> Any:
        for attempt in range(self._settings.tries - 1):
            try:
                return self._once(method, path, changing=False, **arguments)
            except Refused as refusal:
                if not rule(refusal.fault).soon:
                    raise
            except TryAgain as failure:
                if failure.code not in {"NOT_REACHED", "NOT_JSON"}:
                    raise
            self._pace.wait(attempt)
        return self._once(method, path, changing=False, **arguments)

    def _once(self, method: str, path: str, *, changing: bool, **arguments: Any) -> Any:
        held = self._circuit.check() if self._circuit else False
        try:
            answer = self._asked(method, path, changing, arguments)
        except Refused as refusal:
            if self._circuit and refuses_all(refusal.fault):
                self._circuit.refused(rule(refusal.fault).sentence)
            raise
        except CoachError as failure:
            if self._circuit and getattr(failure, "code", "") in _OF_ALL_CALLS:
                self._circuit.refused(str(failure))
            raise
        if self._circuit and held:
            self._circuit.answered()
        return answer

    def _asked(self, method: str, path: str, changing: bool, arguments: dict[str, Any]) -> Any:
        self._budget.check()
        token = self._signin.token()
        try:
            return self._send(token, method, path, changing, arguments)
        except Refused as refusal:
            if rule(refusal.fault).kind is not FaultKind.SESSION:
                raise self._lookout.looked_into(refusal.fault) or refusal from None
        token = self._signin.renew(token)
        try:
            return self._send(token, method, path, changing, arguments)
        except Refused as refusal:
            if rule(refusal.fault).kind is FaultKind.SESSION:
                self._give_up(token, error(refusal.fault))
            raise

    def _give_up(self, token: Token, failure: CoachError) -> None:
        self._signin.refuse(token, failure)
        raise failure from None

    def _send(self, token: Token, method: str, path: str, changing: bool, arguments: dict[str, Any]) -> Any:
        if changing or method == "DELETE":
            self._spend()
        salesforce = self._salesforce(token)
        with _our_words(changing):
            if arguments.get("raw"):
                # The library's only method for answers that are not JSON.
                return _blob(salesforce._call_salesforce(method, f"{salesforce.base_url}{path}", name=path))
            return salesforce.restful(path, method=method, **arguments)

    def _salesforce(self, token: Token) -> Salesforce:
        salesforce = Salesforce(
            session_id=token.value,
            instance_url=token.identity.instance_url,
            version=self._settings.api_version,
            session=self._session,
            parse_float=Decimal,
            object_pairs_hook=None,
        )
        # The library writes https:// in front of any host; a look-alike org on this machine has no certificate.
        salesforce.base_url = f"{token.identity.instance_url}{self.data_path}/"
        del salesforce.headers["X-PrettyPrint"]
        return salesforce


def _blob(answer: requests.Response) -> bytes:
    """Raises TryAgain for an HTML page from a gateway in between: none of our blobs is one."""
    if b"<html" in answer.content[:1000].lower():
        raise error(Fault("NOT_JSON"))
    return answer.content


def _free() -> None:
    return None


@contextmanager
def _our_words(changing: bool) -> Iterator[None]:
    """Translate the libraries' errors into ours.

    Their messages are dropped, because they quote addresses and bodies.
    """
    try:
        yield
    except SalesforceError as answer:
        raise _refusal(answer, changing) from None
    except Moved as answer:
        raise _unsettled(redirected(answer.location, answer.status), changing) from None
    except (requests.exceptions.JSONDecodeError, UnreadableAnswer):
        raise _unsettled(foreign(200), changing) from None
    except requests.RequestException as failure:
        if _never_sent(failure):
            raise error(unreached(failure)) from None
        raise error(Fault("ANSWER_LOST" if changing else "NOT_REACHED")) from None
    except (ValueError, TypeError, RecursionError):
        # JSON that the library fails on without saying so: a bare number, or an endless one.
        raise _unsettled(foreign(200), changing) from None


def _unsettled(fault: Fault, changing: bool) -> CoachError:
    return error(lost(fault) if changing else fault)


def _refusal(answer: SalesforceError, changing: bool) -> Exception:
    """The error that an answer means for a caller.

    For a change, only what the org itself says before it does anything counts as a refusal. If the org says that it
    broke, the transaction has ended, and its outcome can be looked up.
    """
    fault = fault_in(answer.content, answer.status)
    if refuses(fault) or (fault.code and (not changing or rule(fault).kind is FaultKind.SPOILED)):
        return Refused(fault)
    if fault.code:
        return error(lost(fault))
    if answer.status == 401 and not changing:
        return Refused(Fault("INVALID_SESSION_ID", "", 401))
    return _unsettled(foreign(answer.status), changing)


def _never_sent(failure: requests.RequestException) -> bool:
    """Whether it failed before a byte of the request was sent: then nothing can have been carried out."""
    if isinstance(failure, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = reason_of(failure)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return True
    return isinstance(reason, urllib3.exceptions.SSLError) and any(
        isinstance(argument, ssl.SSLCertVerificationError) for argument in reason.args
    )
