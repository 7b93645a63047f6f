import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo.processes import HOST, Processes, free_port
from demo.trouble import Trouble
from tests.machine import port_of_its_own

ENVIRONMENT = {"PATH": ""}


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Modules are found where the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_port_that_is_taken_is_one_of_the_next() -> None:
    with socket.create_server((HOST, port_of_its_own())) as taken:
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + 50


def test_a_port_that_is_promised_already_is_not_given_again() -> None:
    port = port_of_its_own()
    assert port < free_port(port, but=port) < port + 50


def test_any_port_is_none_that_the_system_gives_to_others() -> None:
    assert 0 < free_port(0) < 32_768


def test_where_all_are_taken_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, port_of_its_own())) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("demo.processes._NEIGHBOURS", 1)
        with pytest.raises(Trouble, match=f"No free port on 127.0.0.1 from {port} to {port}."):
            free_port(port)


def test_what_a_process_says_is_shown_until_it_has_ended(folder: Path) -> None:
    heard = folder / "heard"
    waits = "while not pathlib.Path('heard').exists():\n    time.sleep(0.01)"
    write(folder, "talker", f"import pathlib, time\nprint(1, flush=True)\n{waits}\nprint(2, flush=True)")
    seen: list[str] = []

    def look(output: str) -> None:
        seen.append(output)
        if output == "1\n":
            heard.touch()

    with Processes(folder) as processes:
        processes.start("talker", ["talker"], ENVIRONMENT)
        processes.finish("talker", look)

    assert "1\n" in seen
    assert seen[-1] == "1\n2\n"


def test_a_process_that_fails_is_told_with_the_end_of_its_log(folder: Path) -> None:
    write(folder, "failing", "raise SystemExit('no room left')")
    with Processes(folder) as processes, pytest.raises(Trouble) as told:
        processes.run("failing", ["failing"], ENVIRONMENT)

    assert str(told.value) == "failing ended with status 1.\nIts log ends with:\nno room left"


def test_another_process_that_dies_meanwhile_is_noticed(folder: Path) -> None:
    write(folder, "dying", "raise SystemExit(4)")
    write(folder, "sleeping", "import time\ntime.sleep(600)")
    with Processes(folder) as processes:
        processes.start("dying", ["dying"], ENVIRONMENT)
        processes.start("sleeping", ["sleeping"], ENVIRONMENT)
        with pytest.raises(Trouble, match="dying ended with status 4"):
            processes.finish("sleeping")


def test_all_are_stopped_at_the_end_even_those_that_do_not_listen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("demo.processes.STOP_SECONDS", 0.5)
    write(
        folder,
        "deaf",
        "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('on', flush=True)\ntime.sleep(600)",
    )
    with Processes(folder) as processes:
        processes.start("deaf", ["deaf"], ENVIRONMENT)
        while not processes.output("deaf"):
            time.sleep(0.02)
        deaf = processes._running["deaf"]

    assert deaf.returncode == -9


def test_none_outlives_who_started_it_even_where_that_is_killed(folder: Path) -> None:
    write(folder, "sleeping", "import time\nprint('on', flush=True)\ntime.sleep(600)")
    starter = f"""
import time
from pathlib import Path
from demo.processes import Processes
processes = Processes(Path({str(folder)!r}))
processes.start("sleeping", ["sleeping"], {{}})
while not processes.output("sleeping"):
    time.sleep(0.02)
print(processes.pid("sleeping"), flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()

    assert ended(pid)


def ended(pid: int) -> bool:
    """Wait until a process is gone; a test that waits for good is ended by hand."""
    while True:
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
