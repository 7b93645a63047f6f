"""The made-up log holds what the product knows today."""

import re
from pathlib import Path

import pytest

import bench
from bench.service import ADMIN, got, log_of, opened
from coach.engine.model import Reason, Verdict

SQL = (Path(bench.__file__).parent / "log.sql").read_text(encoding="utf-8")
KNOWN = {each.value for each in (*Reason, *Verdict)}


def test_every_reason_in_the_made_up_log_is_one() -> None:
    (listed,) = re.findall(r"ARRAY\[('cooldown'[^]]*)\]", SQL)

    assert set(re.findall(r"'(\w+)'", listed)) <= KNOWN


@pytest.mark.service
def test_the_service_shows_the_made_up_log_as_it_is_today(postgres_url: str) -> None:
    with log_of(postgres_url, 2_000) as url, opened(url, ADMIN) as (_, browser):
        for address in ("/log", "/log?skill=Negotiating", "/log/500", "/team?weeks=8", "/team/playbooks?weeks=8"):
            got(browser, address)
