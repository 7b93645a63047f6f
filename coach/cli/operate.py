"""Commands for operators: migrate the database, catch up, try again."""

from datetime import UTC, datetime

import click

from coach.channels.registry import SETTINGS
from coach.config.private import mend, private_folder
from coach.config.settings import Settings, load_settings, variable_name
from coach.errors import Misconfigured


@click.command()
def migrate() -> None:
    """Bring the database up to date (the release step)."""
    from coach.app.migrate import migrate as migrate_database

    settings = load_settings()
    try:
        private_folder(settings.data_dir)
    except OSError as error:
        raise Misconfigured(f"COACH_DATA_DIR cannot be written to: {error.strerror} ({settings.data_dir}).") from error
    mend(settings.data_dir)
    migrate_database(settings.database)
    click.echo("The database is up to date.")


@click.command()
@click.option("--since", type=click.DateTime(), help="UTC; a time later than the last pass leaves nothing out.")
def reconcile(since: datetime | None) -> None:
    """Pick up opportunities that changed although no event came: since the last pass, or since an earlier date."""
    from coach.app import build

    accepted = build(load_settings(), serving=False).pipeline().reconcile(since.replace(tzinfo=UTC) if since else None)
    click.echo(f"{accepted.new} changes found that no event had told of; {accepted.repeated} were known.")


@click.command()
@click.argument("keys", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All notes that are parked, or wait because they were refused.")
def retry(keys: tuple[str, ...], every: bool) -> None:
    """Try notes again that are parked or were refused, once an admin has acted."""
    if bool(keys) == every:
        raise Misconfigured("Name the notes to try again, or say --all.")
    from coach.app import build
    from coach.operate.state import counted

    app = build(load_settings(), serving=False)
    known = app.store.health.known_notes(keys)
    if strange := [key for key in keys if key not in known]:
        raise click.UsageError(f"There is no such note, so nothing was tried: {', '.join(strange)}.")
    click.echo(f"{counted(app.store.try_again(None if every else keys), 'note')} will be tried again.")
    app.pipeline().wake.write()


@click.command()
def settings() -> None:
    """Print every setting with its meaning and default, as the Markdown table in docs/operator.md."""
    click.echo(settings_table())


def settings_table() -> str:
    """The settings as a Markdown table."""
    rows = ["| variable | meaning | default |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "required" if field.is_required() else _shown(field.default)
        rows.append(f"| `{variable_name(name)}` | {field.description} | {default} |")
    rows += [f"| `{name}` | {meaning} | none |" for name, meaning in SETTINGS.items()]
    return "\n".join(rows)


def _shown(default: object) -> str:
    return "none" if default in (None, "", ()) else f"`{default}`"
