"""One suite, in this process: a figure a line, as JSON. Whatever else a suite prints goes to standard error."""

import json
import sys
from contextlib import redirect_stdout

from bench.figures import as_data
from bench.suites import Extent, suite


def main(name: str, postgres: str, *short: str) -> None:
    """Measure the suite of this name."""
    with redirect_stdout(sys.stderr):
        for figure in suite(name)(Extent(bool(short), postgres)):
            print(json.dumps(as_data(figure)), file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
