"""Run a module like ``python -m``, and end when the parent ends: ``python with_parent.py MODULE ARGUMENTS…``.

The parent holds the other end of this process's standard input and writes nothing to it. So reading returns end of file
when the parent is gone, even if it was killed. (prctl's PR_SET_PDEATHSIG does the same, but only on Linux.)
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 8.0


def main() -> None:
    """Watch the parent, and run the module."""
    threading.Thread(target=_end_when_left_alone, daemon=True).start()
    sys.path[0] = os.getcwd()  # noqa: PTH109  # pathlib is not imported for one word
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_when_left_alone() -> None:
    """When the parent is gone, end the whole process group; the parent has started this in its own session."""
    while os.read(0, 1):
        continue
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
