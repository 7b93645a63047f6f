"""``coach localorg``: the Salesforce look-alike."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import click


class CannotRun(click.ClickException):
    """The org cannot be started with these options; the message says why."""

    exit_code = 2


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8081, show_default=True, help="0 takes a free one.")
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("localorg.db"),
    show_default=True,
    help="The one file the org lives in; made and seeded where it does not exist.",
)
@click.option("--deals", type=click.IntRange(0, 20_000), default=40, show_default=True, help="Opportunities to seed.")
@click.option(
    "--weeks-ago",
    type=click.IntRange(0, 52),
    default=0,
    show_default=True,
    help="Where the story of a new org begins; its clock stands until it is moved at /localorg/clock.",
)
@click.option(
    "--setup",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a switch of the org, such as chatter_enabled=true; they are listed at /localorg/switches.",
)
@click.option("--outbound-url", default="", help="Where outbound messages about opportunities go.")
@click.option("--blank", is_flag=True, help="An org in which nothing has been set up for Coach; see its Setup pages.")
@click.option("--without-products", is_flag=True, help="An org that does not use products.")
@click.option("--multi-currency", is_flag=True, help="An org with more than one currency.")
def localorg(
    port: int,
    database: Path,
    deals: int,
    weeks_ago: int,
    given: tuple[str, ...],
    outbound_url: str,
    blank: bool,
    without_products: bool,
    multi_currency: bool,
) -> None:
    """Run a small Salesforce on this machine, for trying and testing."""
    from localorg.schema.features import Features
    from localorg.serve import PortTaken, serve
    from localorg.settings import LocalOrgSettings

    features = Features(products=not without_products, multi_currency=multi_currency)
    settings = LocalOrgSettings(
        port=port,
        database=database,
        features=features,
        seed=deals,
        rewind=timedelta(weeks=weeks_ago),
        outbound_url=outbound_url,
        blank=blank,
        setup=_switches(given),
    )
    try:
        serve(settings, announce=_announce_blank if blank else _announce)
    except PortTaken as error:
        raise CannotRun(str(error)) from None


def _switches(given: tuple[str, ...]) -> dict[str, Any]:
    """The switches by name. A value that is valid JSON is parsed; any other is text. Raises click.BadParameter."""
    from pydantic import ValidationError

    from localorg.setup.control import said
    from localorg.switches import Switches

    found: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise click.BadParameter(f"{one} is not NAME=VALUE", param_hint="--setup")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    try:
        Switches.model_validate(found)
    except ValidationError as error:
        raise click.BadParameter(said(error), param_hint="--setup") from None
    return found


def _announce_blank(address: str) -> None:
    from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET

    click.echo(
        f"The blank org listens at {address}/setup: set it up there, as docs/admin.md says\n"
        f"  your scripts sign in with {ADMIN_KEY} and {ADMIN_SECRET} (client credentials)\n"
        "Ctrl-C stops it."
    )


def _announce(address: str) -> None:
    from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET

    click.echo(
        f"The local org listens at {address}/lightning/o/Opportunity/list\n"
        f"  Coach signs in with       {INTEGRATION_KEY} and {INTEGRATION_SECRET}\n"
        f"  your scripts sign in with {ADMIN_KEY} and {ADMIN_SECRET} (client credentials)\n"
        f"  what goes wrong is set at {address}/localorg/faults, how the org is set up at {address}/localorg/setup\n"
        "Ctrl-C stops it."
    )
