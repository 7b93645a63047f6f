"""An org whose story begins some weeks ago."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from localorg.app import EXTENSION, create_app
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET
from localorg.settings import LocalOrgSettings
from localorg.tests.conftest import Caller


@pytest.fixture
def rewound(tmp_path: Path) -> Iterator[Caller]:
    """Eight weeks ago, and nobody has moved the clock yet."""
    app: Flask = create_app(LocalOrgSettings(database=tmp_path / "org.db", rewind=timedelta(weeks=8)))
    form = {"grant_type": "client_credentials", "client_id": ADMIN_KEY, "client_secret": ADMIN_SECRET}
    http = app.test_client()
    yield Caller(app, http, http.post("/services/oauth2/token", data=form).get_json()["access_token"])
    app.extensions[EXTENSION].close()


def days_ago(told: str) -> int:
    return round((datetime.now(UTC) - datetime.fromisoformat(told)) / timedelta(days=1))


def test_the_clock_stands_until_it_is_moved(rewound: Caller) -> None:
    clock = rewound.control("GET", "/clock")

    assert (days_ago(clock["now"]), clock["stands"]) == (56, True)
    assert rewound.control("GET", "/clock") == clock


def test_a_record_is_written_at_the_moment_at_which_the_clock_stands(rewound: Caller) -> None:
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(days=20)
    rewound.control("PATCH", "/clock", {"now": moment.isoformat()})

    account = rewound.create("Account", Name="Late riser")

    (row,) = rewound.query(f"SELECT CreatedDate FROM Account WHERE Id = '{account}'")
    assert datetime.fromisoformat(row["CreatedDate"]) == moment


def test_moving_the_clock_tells_which_deals_changed_on_the_way(rewound: Caller) -> None:
    coming = rewound.control("GET", "/clock")["next"]

    told = rewound.control("PATCH", "/clock", {"now": coming})

    assert [deal[:3] for deal in told["changed"]] == ["006"]
    assert told["next"] > coming


def test_without_a_moment_it_goes_on_to_today_and_runs(rewound: Caller) -> None:
    told = rewound.control("PATCH", "/clock", {"now": None})

    assert (days_ago(told["now"]), told["stands"], told["next"]) == (0, False, None)
    assert rewound.count("SELECT COUNT() FROM Opportunity") == 40


def test_the_clock_does_not_go_back(rewound: Caller) -> None:
    answer = rewound.http.patch("/localorg/clock", json={"now": "2020-01-01T00:00:00Z"})

    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith("and does not go back.")


def test_a_moment_needs_a_time_zone(rewound: Caller) -> None:
    answer = rewound.http.patch("/localorg/clock", json={"now": "2026-11-23T12:00:00"})

    assert answer.status_code == 400
    assert "timezone" in answer.get_json()["error"]


def test_a_sign_in_outlives_the_weeks_that_pass_in_between(rewound: Caller) -> None:
    rewound.control("PATCH", "/clock", {"now": None})

    assert rewound.call("GET", "/limits").status_code == 200


def test_answers_bear_the_org_s_time_where_it_is_not_the_real_one(rewound: Caller) -> None:
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(days=20)
    rewound.control("PATCH", "/clock", {"now": moment.isoformat()})
    assert rewound.call("GET", "/sobjects").date == moment

    rewound.control("PATCH", "/clock", {"now": None})
    assert "Date" not in rewound.call("GET", "/sobjects").headers
