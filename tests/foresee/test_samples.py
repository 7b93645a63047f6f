"""The deals that come with Coach."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.errors import Rejected
from coach.foresee import samples
from coach.foresee.form import DealForm
from coach.foresee.samples import sample, sample_names

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FOLDER = Path(samples.__file__).parent / "samples"


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_can_be_read(name: str) -> None:
    assert sample(name, NOW, UTC).name


def test_samples_stay_fresh() -> None:
    later = NOW + timedelta(days=365)
    now, then = (sample("negotiating-a-discount", moment, UTC) for moment in (NOW, later))

    assert then.close_date
    assert now.close_date
    assert then.close_date - now.close_date == timedelta(days=365)


def test_a_sample_that_is_none_is_told_the_names_that_are() -> None:
    with pytest.raises(Rejected, match="Did you mean “stalled”") as refusal:
        sample("stalld", NOW, UTC)

    assert ", ".join(sample_names()) in str(refusal.value)


def test_the_schema_beside_the_samples_is_that_of_the_form() -> None:
    kept = json.loads((FOLDER / samples.SCHEMA).read_text(encoding="utf-8"))

    assert kept == DealForm.model_json_schema(), "run: make generated"
