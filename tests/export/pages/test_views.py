import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from werkzeug.test import TestResponse

from coach.engine.languages import words_in
from coach.engine.model import Reason
from coach.errors import TryAgain
from coach.export import batches
from coach.export.batches import NAMES, ExportQuery, RowBatch
from coach.export.pages.lines import json_lines
from coach.export.pages.viewed import PLACES
from coach.log.order import Cursor
from coach.privacy.audit import AccessKind, LogAccess
from coach.web.viewer import TokenScope, Viewer
from tests.export.pages.test_formula import FORMULAS, formulas_in
from tests.export.pages.world import ALICE_HERSELF, ALICES_MANAGER, ENABLER, NOBODYS_MANAGER, World, token
from tests.fixtures.fakes import ADMIN
from tests.fixtures.make import ALICE, BOB, evaluated, hold_back
from tests.fixtures.make import deal as made_deal


def rows(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(StringIO(response.text, newline="")))


def lines(response: TestResponse) -> list[dict[str, object]]:
    return [json.loads(line) for line in response.text.splitlines()]


# ---------------------------------------------------------------- what is in it


def test_csv_has_a_line_of_names_and_one_for_each_decision_newest_first(world: World) -> None:
    response = world.client(ADMIN).get("/log/export.csv")

    found = rows(response)
    assert tuple(found[0]) == NAMES
    assert [(row["rep"], row["decision"], row["reason"]) for row in found] == [
        ("Bob", "hold_back", "cooldown"),
        ("Alice", "deliver", "applies"),
    ]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"] == 'attachment; filename="coach-log-2026-11-25.csv"'


def test_a_row_says_all_that_the_log_says(world: World) -> None:
    row = rows(world.client(ADMIN).get("/log/export.csv"))[1]

    assert row["at"] == "2026-11-25T12:00:00+00:00"
    assert (row["deal"], row["stage_before"], row["stage"]) == ("Deal 1", "Proposal", "Negotiation")
    assert (row["amount"], row["currency"], row["products"]) == ("125000.50", "EUR", "Imaging; Service")
    assert (row["card"], row["card_title"], row["minutes"]) == ("hold-the-price", "Hold the price", "2")
    assert (row["note_state"], row["answered_at"]) == ("written", "2026-11-25T12:00:00+00:00")
    assert (row["rep_id"], row["manager_id"]) == (ALICE.id, ALICE.manager_id)
    assert (row["library"], row["revision"]) == ("lib-1", "commit-1")


def test_lines_end_as_rfc_4180_asks_and_excel_may_have_its_mark(world: World) -> None:
    plain, marked = (world.client(ADMIN).get(f"/log/export.csv{query}").data for query in ("", "?bom=1"))

    assert plain.startswith(b"id,at,rep_id")
    assert plain.endswith(b"\r\n")
    assert marked == b"\xef\xbb\xbf" + plain


def test_json_lines_hold_the_same_rows_with_their_types(world: World) -> None:
    found = lines(world.client(ADMIN).get("/log/export.jsonl"))

    assert [tuple(row) for row in found] == [NAMES, NAMES]
    assert (found[1]["products"], found[1]["amount"], found[1]["occasion"]) == (["Imaging", "Service"], "125000.50", 1)
    assert found[0]["card"] is None


def test_an_empty_log_has_its_names(empty: World) -> None:
    assert empty.client(ADMIN).get("/log/export.csv").text.strip() == ",".join(NAMES)
    assert empty.client(ADMIN).get("/log/export.jsonl").text == ""


@pytest.mark.parametrize(
    ("query", "reps"),
    [
        ("stage=Negotiation", ["Bob", "Alice"]),
        ("stage=Nowhere", []),
        ("decision=deliver", ["Alice"]),
        ("reason=cooldown&from=2026-11-26", ["Bob"]),
        ("to=2026-11-25", ["Alice"]),
        (f"rep={BOB.id}", ["Bob"]),
        ("skill=Negotiating&sort=when", ["Alice", "Bob"]),
    ],
)
def test_the_filters_are_those_of_the_page(world: World, query: str, reps: list[str]) -> None:
    assert [row["rep"] for row in rows(world.client(ADMIN).get(f"/log/export.csv?{query}"))] == reps


def test_a_filter_that_makes_no_sense_is_a_sentence_and_no_file(world: World) -> None:
    response = world.client(ADMIN).get("/log/export.csv?from=yesterday&sort=rep")

    assert response.status_code == 400
    assert "Not a day: write it as 2026-11-30." in response.text
    assert "Only by time" in response.text


# ---------------------------------------------------------------- for whom


@pytest.mark.parametrize(
    ("viewer", "reps"),
    [
        (ADMIN, ["Bob", "Alice"]),
        (ALICES_MANAGER, ["Alice"]),
        (ALICE_HERSELF, ["Alice"]),
        (NOBODYS_MANAGER, []),
        (token(TokenScope.READ_LOG), ["Bob", "Alice"]),
    ],
)
def test_everybody_is_given_the_rows_that_they_may_see(world: World, viewer: Viewer, reps: list[str]) -> None:
    client = world.client(viewer)

    assert [row["rep"] for row in rows(client.get("/log/export.csv"))] == reps
    assert [row["rep"] for row in lines(client.get("/log/export.jsonl"))] == reps


@pytest.mark.parametrize("viewer", [ENABLER, token(TokenScope.READ_FEED), token(TokenScope.READ_AGGREGATES)])
def test_whoever_may_see_no_rows_is_given_no_file(world: World, viewer: Viewer) -> None:
    assert world.client(viewer).get("/log/export.csv").status_code == 403


def test_somebody_of_another_team_cannot_be_asked_for(world: World) -> None:
    assert world.client(ALICES_MANAGER).get(f"/log/export.csv?rep={BOB.id}").status_code == 400


@pytest.mark.parametrize(
    ("viewer", "private", "answer"),
    [
        (ALICE_HERSELF, True, False),
        (ALICES_MANAGER, True, None),
        (ADMIN, True, None),
        (token(TokenScope.READ_LOG), True, None),
        (ALICES_MANAGER, False, False),
    ],
)
def test_whether_an_answer_was_right_is_for_the_rep_alone(
    world: World, viewer: Viewer, private: bool, answer: bool | None
) -> None:
    found = lines(world.client(viewer, answers_private=private).get("/log/export.jsonl?decision=deliver"))

    assert found[0]["answered_right"] is answer
    assert found[0]["answered_at"] is not None


def test_every_export_is_recorded_with_its_filters_for_those_it_is_about(world: World) -> None:
    world.client(ALICES_MANAGER).get("/log/export.csv?stage=Negotiation")
    world.client(ADMIN).get("/log/export.jsonl")
    world.client(token(TokenScope.READ_LOG)).get("/log/export.jsonl")

    views = world.store.privacy.views_of(ALICE.id, 10)
    assert {(view.viewer_name, view.what, view.detail, view.everybody) for view in views} == {
        ("Max", AccessKind.EXPORT, '{"stage": ["Negotiation"]}', False),
        ("Ada Admin", AccessKind.EXPORT, "", True),
        ("warehouse", AccessKind.EXPORT, "", True),
    }


# ---------------------------------------------------------------- hostile values

HOSTILE = (
    *FORMULAS,
    "<script>alert(1)</script>",
    "\u202egnp.exe",
    'a "quoted", value; with\r\nlines\tand "more"',
    "x" * 10_000,
    "\ud800 lone",
    "a\0b",
    "💥" * 50,
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back_whole_and_is_no_formula(empty: World, text: str) -> None:
    empty.say(1, text)

    (row,) = rows(empty.client(ADMIN).get("/log/export.csv"))
    (line,) = lines(empty.client(ADMIN).get("/log/export.jsonl"))

    for name in ("deal", "rep", "stage", "detail"):
        assert row[name].replace("'", "") == str(line[name]).replace("'", "")
        assert not _is_a_formula(row[name])
        assert formulas_in(row[name]) == []
    assert line["detail"] == text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")


def _is_a_formula(cell: str) -> bool:
    """As spreadsheets judge: by the first character that is no space and has a width."""
    visible = cell.strip("\u200b\ufeff\u202e \u00a0\u3000\t\r\n\0")
    return not cell.startswith("'") and (visible[:1] in set("=+-@＝＋－＠") or cell[:1] in set("\t\r\n\0"))


def test_an_amount_below_nothing_stays_a_number(empty: World) -> None:
    empty.decide(evaluated(made_deal(1, amount=Decimal("-1200.50")), [hold_back(Reason.COOLDOWN)]))

    assert rows(empty.client(ADMIN).get("/log/export.csv"))[0]["amount"] == "-1200.50"


# ---------------------------------------------------------------- streaming


@pytest.fixture
def many(empty: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Eleven decisions, read in portions of two and three."""
    monkeypatch.setattr(batches, "FIRST_PORTION", 2)
    monkeypatch.setattr(batches, "PORTION", 3)
    for number in range(11):
        empty.say(number, f"Deal {number}")
    return empty


def test_portions_leave_no_row_out_and_none_comes_twice(many: World) -> None:
    found = rows(many.client(ADMIN).get("/log/export.csv"))

    assert [row["deal"] for row in found] == [f"Deal {number}" for number in reversed(range(11))]


def test_what_is_decided_while_an_export_runs_changes_nothing_in_it(many: World) -> None:
    api = many.api()
    stream = json_lines(api.batches(ADMIN, api.asking(ADMIN, api.ask(ADMIN, {}))))
    first = next(stream)
    many.say(99, "Newer")
    text = first + b"".join(stream)

    assert [json.loads(line)["deal"] for line in text.splitlines()] == [f"Deal {one}" for one in reversed(range(11))]


class Counting:
    """Hands out portions of one row without end, and counts them."""

    def __init__(self) -> None:
        self.read = 0

    def batch(self, asking: ExportQuery, after: Cursor | None, rows: int) -> RowBatch:
        self.read += 1
        columns = tuple([self.read] * rows for _ in NAMES)
        return RowBatch(columns, rows, after)


def test_nothing_more_is_read_once_the_reader_has_gone_away(world: World) -> None:
    source = Counting()
    asking = world.api().asking(ADMIN, world.api().ask(ADMIN, {}))
    stream = json_lines(batches.batches(source.batch, asking))
    next(stream)
    next(stream)
    close = stream.close  # type: ignore[attr-defined]  # a generator, as web servers close it
    close()

    assert source.read == 2


def test_no_row_is_read_before_the_line_of_names_is_out(world: World) -> None:
    response = world.client(ADMIN).get("/log/export.csv", buffered=False)

    assert next(iter(response.response)) == (",".join(NAMES) + "\r\n").encode()


def test_a_database_that_fails_on_the_way_cuts_the_answer_off(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def batches(asking: ExportQuery) -> Iterator[RowBatch]:
        yield world.store.export.batch(asking, None, 1)
        raise TryAgain("The database does not answer.")

    monkeypatch.setattr(world.store.export, "batches", batches)
    response = world.client(ADMIN).get("/log/export.csv", buffered=False)
    chunks = iter(response.response)
    next(chunks)
    next(chunks)

    with pytest.raises(TryAgain):
        next(chunks)


# ---------------------------------------------------------------- who viewed it


def test_a_rep_reads_who_viewed_their_coaching(world: World) -> None:
    world.client(ALICES_MANAGER).get("/log/export.csv")

    page = world.client(ALICE_HERSELF).get("/me/viewed").text

    assert "Max" in page
    assert "exported rows" in page


def test_it_is_read_in_the_language_of_who_reads_it(world: World) -> None:
    world.client(ALICES_MANAGER).get("/log/export.csv")

    page = world.client(ALICE_HERSELF).get("/me/viewed", headers={"Accept-Language": "de-AT"}).text

    assert "Wer mein Coaching angesehen hat" in page
    cells = re.findall(r"<td[^>]*><div>([^<]*)</div></td>", page)
    assert cells == ["Max", "hat Zeilen exportiert", "Sie"]
    assert re.search(r">\d\d\.\d\d\.\d{4}, \d\d:\d\d</time>", page)


@pytest.mark.parametrize("page", PLACES)
def test_each_page_that_is_noted_down_has_words_there(world: World, page: str) -> None:
    looked = LogAccess(
        ALICES_MANAGER.user_id or "", "Max", frozenset({ALICE_HERSELF.user_id or ""}), AccessKind.PAGE, page
    )
    world.store.privacy.record_view(looked)

    told = world.client(ALICE_HERSELF).get("/me/viewed", headers={"Accept-Language": "fr"}).text

    assert f"a consulté une page: {words_in('fr').say(PLACES[page])}" in told


def test_nobody_has_viewed_it_yet(empty: World) -> None:
    assert "Nobody has viewed your coaching yet." in empty.client(ALICE_HERSELF).get("/me/viewed").text


@pytest.mark.parametrize(
    ("private", "words"), [(True, "are not among what they see"), (False, "are among what they see")]
)
def test_a_rep_is_told_whether_answers_are_theirs_alone(empty: World, private: bool, words: str) -> None:
    assert words in empty.client(ALICE_HERSELF, answers_private=private).get("/me/viewed").text
