"""Fixture for a storm on a separate service."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.careless import MISTAKE
from tests.faults.plan import Ground, Plan
from tests.faults.run import Report, a_service, run
from tests.machine import PATIENCE

Storm = Callable[..., Report]


@pytest.fixture
def storm(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Storm]:
    """Runs a storm, and prints its progress, because it can take minutes."""

    def tell(words: str) -> None:
        with capsys.disabled():
            print(f"    {words}", flush=True)  # noqa: T201  # there is nobody else to say it

    with ExitStack() as stack:

        def over(plan: Plan, ground: Ground, mistake: str = "", patience: float = PATIENCE) -> Report:
            server = request.getfixturevalue("postgres_url") if ground.database == "postgresql" else None
            broker = request.getfixturevalue(f"{ground.broker}_url") if ground.broker != "files" else None
            struck = stack.enter_context(a_service(ground, server, broker, tmp_path))
            if mistake:
                service, program = struck.service, "tests.faults.careless"
                careless = {**service.environment, MISTAKE: mistake}
                struck.service = replace(service, environment=careless, celery=f"{program}:celery", program=program)
            tell(f"\n    seed {plan.seed}, {plan.seconds:g} s on {ground}")
            report = run(plan, ground, struck, tell, patience)
            tell(str(report))
            return report

        yield over
