"""Commands about access: service tokens, and who has which role."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

import click

from coach.config.settings import load_settings
from coach.errors import Misconfigured

if TYPE_CHECKING:
    from coach.engine.model import User
    from coach.people.identity import IdentityStore

PREFIX = "coach_"
"""The prefix of every token, by which a scanner for leaked secrets, or a person, recognises it."""
SCOPES = ("read:log", "read:feed", "read:aggregates", "admin")


@click.group()
def token() -> None:
    """Service tokens: programs that read over the API."""


@token.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="May be repeated.")
def create(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it, once: only its hash is kept. NAME says what it is for."""
    from coach.people.pages.gate import hashed

    token_id, secret = secrets.token_hex(4), PREFIX + secrets.token_urlsafe(32)
    _store().create_token(token_id, hashed(secret), name, scopes)
    click.echo(f"Token {token_id} ({', '.join(scopes)}). It is not shown again:", err=True)
    click.echo(secret)


@token.command(name="list")
def list_tokens() -> None:
    """List all tokens, revoked ones too."""
    for each in _store().tokens():
        state = f"revoked {_day(each.revoked_at)}" if each.revoked_at else f"last used {_day(each.used_at)}"
        click.echo(f"{each.id}  {each.name}  {' '.join(each.scopes)}  made {_day(each.created_at)}, {state}")


@token.command()
@click.argument("token_id")
def revoke(token_id: str) -> None:
    """Revoke a token, at once."""
    if not _store().revoke_token(token_id):
        raise Misconfigured(f"There is no live token {token_id}: coach token list shows them.")
    click.echo(f"Token {token_id} opens nothing any more.")


@click.command(name="sign-out")
@click.argument("user_id")
def sign_out(user_id: str) -> None:
    """Sign somebody out everywhere; USER_ID is their Salesforce id."""
    from coach import ids

    try:
        id18 = ids.to18(user_id, ids.USER)
    except ValueError as error:
        raise Misconfigured(f"{user_id} {error}.") from None
    click.echo(f"Sessions ended: {_store().end_sessions(id18)}.")


@click.command()
def admins() -> None:
    """Say who is administrator, enablement or operator, and by what; exit 1 where a name is of no active user."""
    from coach.app.parts import open_org, open_store

    configured = load_settings()
    users = open_org(configured, open_store(configured, worker="coach admins")).users()
    known = {name: user for user in users for name in (user.id, user.username.lower())}
    unknown = False
    for role, names, permission_set in (
        ("admin", configured.admins, configured.admin_permission_set),
        ("enablement", configured.enablement, configured.enablement_permission_set),
        ("operator", configured.operators, configured.operator_permission_set),
    ):
        for user in users:
            if permission_set in user.granted:
                click.echo(f"{role:<10}  {permission_set}: {_described(user)}")
        for name in names:
            found = known.get(name)
            unknown = unknown or found is None or not found.active
            click.echo(f"{role:<10}  {name}: {_described(found)}")
    if unknown:
        raise SystemExit(1)


def _described(user: "User | None") -> str:
    if user is None:
        return "the org has no such user"
    return f"{user.name} ({user.id})" if user.active else f"{user.name} ({user.id}) is not active"


def _store() -> "IdentityStore":
    from coach.app.parts import open_store

    return open_store(load_settings(), worker="coach token").identity


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
