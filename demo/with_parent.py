"""Run a module as ``python -m`` does, and end with whoever started it: ``python with_parent.py MODULE ARGUMENTS…``.

Whoever starts it holds the other end of its standard input and writes nothing to it. So it reads an end there when they
are gone, in whatever way: killed, too. (prctl's PR_SET_PDEATHSIG does as much, but on Linux alone.)
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 8.0


def main() -> None:
    """Watch, and run the module."""
    threading.Thread(target=_end_when_left_alone, daemon=True).start()
    sys.path[0] = os.getcwd()  # noqa: PTH109  # pathlib is not imported for one word
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_when_left_alone() -> None:
    """The whole group ends: whoever starts this gives it a session of its own."""
    while os.read(0, 1):
        continue
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
