"""The made-up log holds what the product knows today."""

import re
from pathlib import Path

import bench
from coach.engine.model import Reason, Verdict

SQL = (Path(bench.__file__).parent / "log.sql").read_text(encoding="utf-8")
KNOWN = {each.value for each in (*Reason, *Verdict)}


def test_every_reason_in_the_made_up_log_is_one() -> None:
    (listed,) = re.findall(r"ARRAY\[('cooldown'[^]]*)\]", SQL)

    assert set(re.findall(r"'(\w+)'", listed)) <= KNOWN
