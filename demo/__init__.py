"""``coach demo``: an org, the service and a few reps at work, on this machine, with nothing to install.

``service``     starts all processes with their settings; ``processes``, ``with_parent``: none may outlive the demo
``folder``      the demo's folder, and its lock
``history``     plays the eight weeks before, with the real pipeline
``reps``        the reps' changes of deals on the morning of the demo
``watch``       follows the org and the service's feed; ``org``, ``api``, ``changes`` read them
``edits``       follows edits in the folder of playbooks
``show``        the terminal output; with ``rows``, and ``next_steps`` for what to click

Only ``history`` imports modules of the service. Everything else uses its command line, settings and API.
"""

import signal
import sys
from pathlib import Path
from types import FrameType

import click

_ONCE_MINUTES = 10


@click.command()
@click.option("--once", is_flag=True, help="Do the job, read the cards back, and exit; 0 only if they were there.")
@click.option("--org-port", default=8081, show_default=True, help="Another one is taken where this is in use.")
@click.option("--port", default=8080, show_default=True, help="The service's; another one where this is in use.")
def demo(once: bool, org_port: int, port: int) -> None:
    """Show the whole way on this machine: a deal changes in an org, and coaching appears on its record."""
    click.echo("The demo: a Salesforce look-alike, Coach's service, and reps at work. Ctrl-C stops everything.")
    for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, _stop)
    if once:
        signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(_ONCE_MINUTES * 60)
    try:
        everything_shown = _run(once, org_port, port)
    except KeyboardInterrupt:
        click.echo("\nStopped: nothing of the demo runs any more.")
        everything_shown = False
    sys.exit(0 if everything_shown or not once else 1)


def _run(once: bool, org_port: int, port: int) -> bool:
    """Start everything, show it, and stop everything that was started, however this ends."""
    from demo.edits import Edits
    from demo.folder import FOLDER, claimed
    from demo.processes import Processes, ports
    from demo.service import Demo, start
    from demo.show import Stage, Starting, make_console, say_where

    console = make_console()
    commands = Path(sys.executable).parent
    with claimed() as claim, Processes(FOLDER) as processes:
        starting = Starting(console)
        if claim.left_over:
            starting.tell(f"Removed what an earlier demo left in {FOLDER}/.")
        addresses = Demo.on(*ports(org_port, port, starting.tell))
        claim.say(f"Its deals are at {addresses.org}, its pages at {addresses.service}.")
        running = start(processes, addresses, starting.tell)
        environment = claim.keep_environment(running.settings, commands)
        say_where(console, addresses, environment, commands)
        stage = Stage(console, addresses, running)
        everything_shown = stage.morning()
        processes.check()
        if not once:
            stage.stay(Edits(Path("playbooks"), running.service, running.environment), processes.check)
        return everything_shown


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Signal handler: end by stopping everything that was started. Further signals do not interrupt that."""
    for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, signal.SIG_IGN)
    raise KeyboardInterrupt


def _give_up(_number: int, _frame: FrameType | None) -> None:
    from demo.trouble import Trouble

    raise Trouble(f"The demo has not come to its end within {_ONCE_MINUTES} minutes. Its logs are in .demo/.")
