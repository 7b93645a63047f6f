"""``coach demo``: an org, the service and a few reps at work, on this machine, with nothing to install."""

import shutil
import signal
import time
from types import FrameType

import click


@click.command()
@click.option("--once", is_flag=True, help="Do the job, read the notes back, and exit; 0 only if they were there.")
@click.option("--org-port", default=8081, show_default=True, help="Another one is taken where this is in use.")
@click.option("--port", default=8080, show_default=True, help="The service's; another one where this is in use.")
def demo(once: bool, org_port: int, port: int) -> None:
    """Show the whole way on this machine: a deal changes in an org, and coaching appears on its record."""
    from coach.cli.demo.processes import Processes, free_port
    from coach.cli.demo.service import FOLDER, Demo, read_store, start
    from coach.cli.demo.show import make_console, show, while_starting

    for ending in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(ending, _stop)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(mode=0o700)
    org_port = free_port(org_port)
    addresses = Demo.on(org_port, free_port(port, but=org_port))
    console = make_console()
    with Processes(FOLDER) as processes:
        try:
            org = while_starting(console, lambda tell: start(processes, addresses, tell))
            everything_shown = show(console, addresses, org, read_store(org.org_id))
            processes.check()
            if once:
                raise SystemExit(0 if everything_shown else 1)
            console.print("\nCtrl-C stops everything.")
            while True:
                processes.check()
                time.sleep(1)
        except KeyboardInterrupt:
            console.print("\nStopping.")


def _stop(_number: int, _frame: FrameType | None) -> None:
    """However the demo is told to end, it ends by stopping what it started."""
    raise KeyboardInterrupt
