"""``coach serve``: the web process."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for every address of this machine.")
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Receive events and show the pages, until it is told to stop (SIGTERM, or Ctrl-C)."""
    from coach.app import build_from_environment
    from coach.app.serve import serve as serve_web
    from coach.broker.admission import say_trouble

    app = build_from_environment()
    say_trouble(app.celery)
    if not (check := app.database_check()).ok:
        # Serving starts all the same: events are refused for now, and taken as soon as somebody has acted.
        click.echo(check.sentence, err=True)
    serve_web(app.web(), host, port, app.settings.proxies_in_front)
