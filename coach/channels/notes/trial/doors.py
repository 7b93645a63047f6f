"""Other ways in: a note as a file, the audience of an assertion, and the userinfo endpoint."""

from dataclasses import replace

import requests

from coach.channels.notes.trial.hand import Hand, base64
from coach.doctor.trial import NOT_TRIED, YES
from coach.errors import CoachError
from coach.salesforce import query
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import SignIn, Token
from coach.salesforce.transport import OrgSession

AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")


def as_file(hand: Hand, deal: str) -> None:
    """A version of a file whose name ends in .snote is a note, and is attached to the record at once."""
    version = {
        "Title": f"{hand.marker} (file)",
        "PathOnClient": "coach.snote",
        "VersionData": base64("<p>Coach</p>"),
        "FirstPublishLocationId": deal,
    }
    made = hand.post("sobjects/ContentVersion", version)
    hand.say("snote", made.fault)
    if made.id:
        rows, _ = hand.rows(f"SELECT ContentDocumentId FROM ContentVersion WHERE Id = {query.quoted(made.id)}")
        for row in rows:
            hand.keep(str(row["ContentDocumentId"]))


def audience(hand: Hand, settings: OrgSettings, session: OrgSession) -> None:
    """Which audiences the org accepts, if the sign-in is by assertion."""
    if settings.private_key is None:
        hand.answers["audience"] = f"{NOT_TRIED}: this sign-in has a secret, and no assertion"
        return
    tried = {one: SignIn(replace(settings, audience=one), session) for one in (*AUDIENCES, settings.url)}
    taken = [one for one, signin in tried.items() if hand.tried(signin.token) is None]
    hand.answers["audience"] = ", ".join(taken) or "none of them"


def userinfo(hand: Hand, token: Token, session: OrgSession) -> None:
    """Try it with the integration's own token: a person's token is not available without that person."""
    headers = {"Authorization": f"Bearer {token.value}"}
    try:
        response = session.get(f"{token.identity.instance_url}/services/oauth2/userinfo", headers=headers)
    except (requests.RequestException, CoachError):
        hand.answers["userinfo"] = NOT_TRIED
        return
    with_ours = f"with the integration's own token (no scope openid): {response.status_code}"
    hand.answers["userinfo"] = f"{YES}, {with_ours}" if response.ok else f"no, {with_ours}"
