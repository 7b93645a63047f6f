"""``coach localorg``: the Salesforce look-alike."""

from datetime import timedelta
from pathlib import Path

import click

from coach.errors import Misconfigured


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
@click.option("--outbound-url", default="", help="Where outbound messages about opportunities go.")
@click.option("--without-products", is_flag=True, help="An org that does not use products.")
@click.option("--multi-currency", is_flag=True, help="An org with more than one currency.")
def localorg(
    port: int,
    database: Path,
    deals: int,
    weeks_ago: int,
    outbound_url: str,
    without_products: bool,
    multi_currency: bool,
) -> None:
    """Run a small Salesforce on this machine, for trying and testing."""
    from coach.localorg.schema.features import Features
    from coach.localorg.serve import PortTaken, serve
    from coach.localorg.settings import LocalOrgSettings

    features = Features(products=not without_products, multi_currency=multi_currency)
    settings = LocalOrgSettings(
        port=port,
        database=database,
        features=features,
        seed=deals,
        rewind=timedelta(weeks=weeks_ago),
        outbound_url=outbound_url,
    )
    try:
        serve(settings, announce=_announce)
    except PortTaken as error:
        raise Misconfigured(str(error)) from None


def _announce(address: str) -> None:
    from coach.localorg.oauth.clients import ADMIN_KEY, ADMIN_SECRET, INTEGRATION_KEY, INTEGRATION_SECRET

    click.echo(
        f"The local org listens at {address}/lightning/o/Opportunity/list\n"
        f"  Coach signs in with       {INTEGRATION_KEY} and {INTEGRATION_SECRET}\n"
        f"  your scripts sign in with {ADMIN_KEY} and {ADMIN_SECRET} (client credentials)\n"
        f"  what goes wrong is set at {address}/localorg/faults\n"
        "Ctrl-C stops it."
    )
