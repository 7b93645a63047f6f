"""The command for the admin who deploys the source project."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder salesforce of the project's source; default: the one beside this code.",
)
@click.option("--org", default="coach", show_default=True, help="The name under which sf knows the org.")
@click.option("--check", "only", is_flag=True, help="Print faults only, and no commands.")
def package(source: Path | None, org: str, only: bool) -> None:
    """Check the source project for Salesforce without an org, and print the commands that deploy it.

    Exit status: 0 where nothing is wrong, 1 where something is, 2 where there is no project.
    """
    from coach.config.settings import Settings
    from coach.package import beside, check, commands, read

    project = read(source or beside(Path(__file__).parents[1]))
    faults = check(project, str(Settings.model_fields["salesforce_api_version"].default))
    for fault in faults:
        click.echo(str(fault), err=not only)
    if faults:
        click.echo(f"{len(faults)} faults; nothing was sent anywhere.", err=True)
        raise SystemExit(1)
    if only:
        click.echo(f"{len(project.files)} files, no faults.")
        return
    for line in commands(project, org):
        click.echo(line)
