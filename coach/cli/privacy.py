"""Commands about one person's data: export it, or erase it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import click

from coach import ids
from coach.config.settings import Settings, load_settings
from coach.errors import Misconfigured

if TYPE_CHECKING:
    from coach.app.store import SqlStore
    from coach.privacy.person import Trail
    from coach.privacy.store import PrivacyStore
    from coach.queue.delivery_row import DeliveryRow


@click.group()
def person() -> None:
    """One person's data: USER is a Salesforce id, an e-mail address or a user name."""


@person.command()
@click.argument("user")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: coach-person-<id>.zip.")
def export(user: str, output: Path | None) -> None:
    """Write all that is kept about USER into a zip file, as JSON, one row a line."""
    store = _open(load_settings()).privacy
    user_id = _user_id(store, user)
    target = output or Path(f"coach-person-{user_id}.zip")
    counts = store.person_counts(user_id)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for trail in counts:
            with archive.open(_file_name(trail), "w") as file:
                for row in store.person_rows(trail, user_id):
                    file.write(f"{json.dumps(row, ensure_ascii=False)}\n".encode("utf-8", "replace"))
        contents = {_file_name(trail): {"what": trail.words, "rows": number} for trail, number in counts.items()}
        archive.writestr("contents.json", json.dumps({"user": user_id, "files": contents}, indent=2))
    click.echo(f"{sum(counts.values())} rows about {user_id} are in {target}.")


@person.command()
@click.argument("user")
@click.option("--yes", is_flag=True, help="Do it; without this, only say what would be done.")
@click.option("--notes", "with_notes", is_flag=True, help="Take their notes off the records in Salesforce, too.")
def erase(user: str, yes: bool, with_notes: bool) -> None:
    """Erase USER: rows about them alone are deleted, the rest is kept under a name that leads nowhere."""
    settings = load_settings()
    store = _open(settings)
    user_id = _user_id(store.privacy, user)
    notes = store.privacy.notes_of_person(user_id)
    _tell(store.privacy.person_counts(user_id), notes, with_notes)
    _tell_receivers(store.privacy, user_id)
    if not yes:
        click.echo("Nothing was done. To do it, say --yes.")
        return
    removed, left = _take_off(settings, store, notes) if with_notes else ([], {})
    store.privacy.erase_person(store.privacy.names_of(user_id), removed)
    click.echo(f"{user_id} was erased. {len(removed)} notes were taken off their records.")
    for key, sentence in left.items():
        click.echo(f"note {key} is still there: {sentence}", err=True)
    if left:
        raise SystemExit(1)


def _take_off(
    settings: Settings, store: "SqlStore", notes: "Sequence[DeliveryRow]"
) -> tuple[list[str], Mapping[str, str]]:
    """The keys of notes that are no longer on their records, and of those that still are, with who must do what."""
    from coach.app.parts import open_channels
    from coach.privacy.erase import may_go
    from coach.queue.delivery_rows import work_of

    ready = [row for row in notes if may_go(row)]
    refused: dict[str, str] = {}
    for channel in open_channels(settings, store):
        theirs = [row for row in ready if row.channel == channel.name]
        doubtful = [work_of(row) for row in theirs if row.look_first]
        found = channel.find(doubtful) if doubtful else {}
        there = [replace(one, remote_id=found[one.key].remote_id) for one in doubtful if one.key in found]
        refused |= channel.withdraw([*map(work_of, theirs), *there])
    busy = {row.key: "It is being written just now; say this again in a minute." for row in notes if row not in ready}
    return [row.key for row in ready if row.key not in refused], busy | refused


def _tell(counts: "Mapping[Trail, int]", notes: "Sequence[DeliveryRow]", with_notes: bool) -> None:
    from coach.channels.notes.channel import holds_words_of_others
    from coach.privacy.erase import DELETED, DELETED_IF_NAMED

    for trail, number in counts.items():
        fate = (
            "deleted"
            if any(trail.column is column for column in (*DELETED, DELETED_IF_NAMED))
            else "kept without their name"
        )
        click.echo(f"{number:>8}  {trail.words}: {fate}")
    written = sum(1 for row in notes if row.may_be_there)
    fate = "taken off the records" if with_notes else "stay on the records as they are; --notes takes them off"
    click.echo(f"{written:>8}  notes in Salesforce: {fate}")
    shared = sum(1 for row in notes if holds_words_of_others(row.details))
    if with_notes and shared:
        click.echo(f"{shared:>8}  of them hold what people wrote into them: it goes along, into the recycle bin")


def _tell_receivers(store: "PrivacyStore", user_id: str) -> None:
    """Recipients of exported data must be told of the erasure, and only the operator can do that."""
    receivers = {
        f"{view.viewer_name} ({view.what})" for view in store.views_of(user_id, 10_000) if view.what.value != "page"
    }
    if receivers:
        click.echo(f"Their data has left Coach; tell those who have it: {', '.join(sorted(receivers))}.")


def _user_id(store: "PrivacyStore", text: str) -> str:
    found = store.find_person(_normal(text))
    if len(found) > 1:
        raise Misconfigured(f"{text} could be {' or '.join(found)}: say which.")
    if not found:
        raise Misconfigured(f"Nothing is kept about {text}.")
    return found[0]


def _normal(text: str) -> str:
    try:
        return ids.to18(text, ids.USER)
    except ValueError:
        return text


def _file_name(trail: "Trail") -> str:
    return f"{trail.table.name}-{trail.column.name}.jsonl"


def _open(settings: Settings) -> "SqlStore":
    from coach.app.parts import open_store

    return open_store(settings, worker="coach person")
