"""``coach reload``: put the folder's playbooks in force at once, for every process."""

from collections.abc import Iterator, Mapping

import click

from coach.config.settings import load_settings


@click.command()
def reload() -> None:
    """Put the playbooks in force now, for every process; exit 1 where they have mistakes, and nothing changes.

    An edit is picked up without this within some seconds. It is for those who want to know at once, and for putting
    back a library that was replaced by another.
    """
    from coach.app import build
    from coach.library.words import named, sentences

    app = build(load_settings(), serving=False)
    before, state = app.registry.reload()
    if state.problems or state.active is None:
        click.echo("\n".join(sentences(state)), err=True)
        raise SystemExit(1)
    after = state.active.release
    if before and before.number == after.number:
        click.echo(f"Nothing to do: {named(after)} is in force already.")
        return
    click.echo("\n".join(sentences(state)))
    if before:
        libraries = app.store.libraries
        for line in _differences(libraries.texts(before.library), libraries.texts(after.library)):
            click.echo(line)
    click.echo(_what_follows(app.store.libraries.to_revisit()))


def _differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    """The playbooks that were added, removed and changed, by name; empty categories are left out."""
    names = {
        "New": sorted(after.keys() - before.keys()),
        "Gone": sorted(before.keys() - after.keys()),
        "Changed": sorted(name for name in after.keys() & before.keys() if after[name] != before[name]),
    }
    for word, found in names.items():
        if found:
            yield f"{word}: {', '.join(found)}."


def _what_follows(deals: int) -> str:
    if not deals:
        return "No open deal needs to be decided on again."
    count = "1 open deal is" if deals == 1 else f"{deals:,} open deals are"
    return f"{count} decided on again now, a few at a time."
