import subprocess
import sys
from pathlib import Path


def test_the_local_org_says_where_it_is_and_how_to_sign_in(tmp_path: Path) -> None:
    command = ["-m", "coach.cli", "localorg", "--port", "0", "--deals", "1", "--database", str(tmp_path / "org.db")]
    with subprocess.Popen([sys.executable, "-u", *command], stdout=subprocess.PIPE, text=True) as org:
        assert org.stdout
        said = [org.stdout.readline() for _ in range(5)]
        org.terminate()

    assert said[0].startswith("The local org listens at http://127.0.0.1:")
    assert said[1] == "  Coach signs in with       coach.local.integration and local-integration-secret\n"
    assert said[4] == "Ctrl-C stops it.\n"
