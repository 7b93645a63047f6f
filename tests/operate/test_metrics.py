from dataclasses import replace

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from coach.errors import TryAgain
from tests.fixtures.fakes import FakeCoach, figures


def samples(client: FlaskClient) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value for family in families for sample in family.samples
    }


def test_the_queue_s_figures_are_metrics(client: FlaskClient, coach: FakeCoach) -> None:
    shown = figures(deals_waiting=3, oldest_event_seconds=12.5, extra={"api_calls_used": 40.0})
    coach.queue = replace(shown, refused=5)

    assert samples(client) == {
        ("coach_store_up",): 1,
        ("coach_deals_waiting",): 3,
        ("coach_oldest_event_seconds",): 12.5,
        ("coach_oldest_note_seconds",): 1.5,
        ("coach_notes_refused",): 5,
        ("coach_workers_alive",): 2,
        ("coach_sweep_age_seconds",): 3,
        ("coach_notes", "written"): 7,
        ("coach_notes", "parked"): 1,
        ("coach_events_total", "changed", "outbound_message"): 11,
        ("coach_ignored_total", "other_object"): 2,
        ("coach_decisions_total", "applies", "deliver"): 5,
        ("coach_decisions_total", "cooldown", "hold_back"): 3,
        ("coach_api_calls_used",): 40,
    }


def test_a_database_that_does_not_answer_is_a_metric_too(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = TryAgain("The database does not answer.")

    assert samples(client) == {("coach_store_up",): 0}
