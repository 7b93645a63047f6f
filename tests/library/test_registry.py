"""One library is in force for all processes, whatever happens to the files of each."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from coach.engine.matching import Rulebook, compile_rules
from coach.engine.playbook import Library
from coach.errors import InvalidPlaybook, Problem, TryAgain
from coach.library.words import in_words
from coach.ports import OfferedLibrary
from tests.library.conftest import BROKEN, Service, playbook, titles

OLD, NEW, NEWEST = "Trade, do not give", "Every concession has a price", "Nothing for nothing"


def write(folder: Path, title: str) -> None:
    (folder / "trade.yaml").write_text(playbook(title), encoding="utf-8")


def copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.parent / name))


def test_an_edit_is_in_force_at_the_next_look(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    assert titles(registry) == [OLD]

    write(folder, NEW)
    assert titles(registry) == [OLD]
    service.later()
    assert titles(registry) == [NEW]


@pytest.mark.parametrize("link", [".#trade.yaml", "why-now.yaml"])
def test_a_link_that_leads_nowhere_does_not_hide_an_edit(service: Service, folder: Path, link: str) -> None:
    registry = service.start(folder)
    assert titles(registry) == [OLD]
    (folder / link).symlink_to("nobody@nowhere.1234")
    service.later()
    registry.state()

    (folder / link).unlink()
    (folder / ".#trade.yaml").symlink_to("nobody@nowhere.1234")
    write(folder, NEW)
    service.later()

    assert titles(registry) == [NEW]


def test_a_broken_edit_leaves_the_last_good_library_in_force_and_says_what_is_wrong(
    service: Service, folder: Path
) -> None:
    registry = service.start(folder)
    registry.current()

    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    service.later()

    assert titles(registry) == [OLD]
    (problem,) = registry.state().problems
    assert (problem.file, problem.line, problem.column) == (str(folder / "trade.yaml"), 9, 1)
    assert "Did you mean “when”?" in problem.sentence


def test_playbooks_that_cannot_be_compiled_leave_the_last_good_ones_in_force_and_are_named(
    service: Service, folder: Path
) -> None:
    registry = service.start(folder, compile_rules=without("why-now"))
    assert titles(registry) == [OLD]

    (folder / "why-now.yaml").write_text(playbook(NEW), encoding="utf-8")
    service.later()

    assert titles(registry) == [OLD]
    assert [problem.file for problem in registry.state().problems] == ["why-now.yaml"]


def test_whatever_compiling_trips_over_the_last_good_ones_stay_in_force(service: Service, folder: Path) -> None:
    registry = service.start(folder, compile_rules=without("why-now", RecursionError("too deep")))
    assert titles(registry) == [OLD]

    (folder / "why-now.yaml").write_text(playbook(NEW), encoding="utf-8")
    service.later()

    assert titles(registry) == [OLD]
    assert [problem.sentence for problem in registry.state().problems] == [
        f"The folder {folder} cannot be used (RecursionError: too deep)."
    ]


def test_what_another_process_put_in_force_and_this_one_trips_over_is_a_sentence(
    service: Service, folder: Path
) -> None:
    service.start(folder).current()

    other = service.start(folder.parent / "nothing", "other", compile_rules=without("trade", MemoryError()))

    with pytest.raises(TryAgain, match="cannot be read here"):
        other.current()


def without(name: str, error: Exception | None = None) -> Callable[[Library], Rulebook]:
    """Compiling, but for one playbook that it trips over."""

    def compiled(library: Library) -> Rulebook:
        if name in library.playbooks:
            raise error or InvalidPlaybook(
                (Problem(f"{name}.yaml", 1, 1, "These conditions cannot be used.", "compile"),)
            )
        return compile_rules(library)

    return compiled


def test_a_broken_edit_and_then_a_restart_keep_the_last_good_library(service: Service, folder: Path) -> None:
    service.start(folder).current()
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")

    restarted = service.start(folder)

    assert titles(restarted) == [OLD]
    assert restarted.state().problems
    assert not restarted.state().sound


def test_a_mended_edit_is_in_force_after_the_restart(service: Service, folder: Path) -> None:
    service.start(folder).current()
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")
    restarted = service.start(folder)
    restarted.current()

    write(folder, NEW)
    service.later()

    assert titles(restarted) == [NEW]
    assert restarted.state().sound


def test_without_a_valid_library_ever_deals_wait(service: Service, folder: Path) -> None:
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")

    with pytest.raises(TryAgain, match="No valid playbooks in .* yet"):
        service.start(folder).current()


def test_a_folder_that_is_gone_is_a_problem_not_a_crash(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    shutil.rmtree(folder)
    for _ in range(2):
        service.later()
        assert titles(registry) == [OLD]
    assert [problem.sentence for problem in registry.state().problems] == [f"There is no folder {folder}."]


def test_a_folder_in_motion_is_not_read(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    service.wall = 0.0  # everything was written this very moment

    for title in (NEW, NEWEST):
        write(folder, title)
        service.later()
        assert titles(registry) == [OLD]
    service.later()
    assert titles(registry) == [NEWEST]


def test_a_process_with_other_files_decides_with_what_is_in_force(service: Service, folder: Path) -> None:
    there = copy(folder, "there")
    write(there, NEW)
    service.start(folder, "here").current()
    registry = service.start(folder, "here")

    service.start(there, "there").current()
    service.later()

    assert titles(registry) == [NEW]
    assert registry.state().set_aside is not None


def test_old_files_that_come_to_life_again_do_not_come_back_into_force(service: Service, folder: Path) -> None:
    old = copy(folder, "old")
    write(folder, NEW)
    service.start(old, "old-1", "commit-1").current()
    service.start(folder, "new-1", "commit-2").current()

    assert titles(service.start(old, "old-2", "commit-1")) == [NEW]
    assert service.store.libraries.in_force().revision == "commit-2"  # type: ignore[union-attr]  # it was shipped above


def test_the_same_files_with_a_new_revision_are_a_rollback(service: Service, folder: Path) -> None:
    old = copy(folder, "old")
    write(folder, NEW)
    service.start(old, "old-1", "commit-1").current()
    service.start(folder, "new-1", "commit-2").current()

    assert titles(service.start(old, "newer-1", "commit-3")) == [OLD]


def test_an_edit_that_is_taken_back_in_the_same_folder_is_one(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    for title in (OLD, NEW, OLD):
        write(folder, title)
        service.later()
        assert titles(registry) == [title]


def test_an_edit_that_is_taken_back_while_nothing_runs_is_one(service: Service, folder: Path) -> None:
    for title in (OLD, NEW, OLD):
        write(folder, title)
        assert titles(service.start(folder)) == [title]


def test_a_new_revision_of_the_same_playbooks_is_told_and_nothing_is_decided_again(
    service: Service, folder: Path
) -> None:
    service.start(folder, revision="commit-1").current()
    registry = service.start(folder, revision="commit-2")

    assert registry.current().library.revision == "commit-2"
    service.store.revisit_deals(10)
    current = service.store.libraries.in_force()
    assert current is not None
    assert current.number == 2


def test_whoever_looks_late_at_a_shared_folder_does_not_bring_an_edit_back(service: Service, folder: Path) -> None:
    quick, slow = service.start(folder), service.start(folder)
    quick.current()
    slow.current()
    write(folder, NEW)
    service.later()
    quick.current()
    write(folder, NEWEST)
    service.later()
    quick.current()

    assert titles(slow) == [NEWEST]
    service.later()
    assert titles(quick) == titles(slow) == [NEWEST]


def test_whoever_read_the_folder_before_an_edit_and_tells_of_it_after_changes_nothing(
    service: Service, folder: Path
) -> None:
    quick = service.start(folder)
    started_with = quick.current().library.hash
    for title in (NEW, NEWEST):
        write(folder, title)
        service.later()
        quick.current()
    newest = quick.current().library.hash

    late = OfferedLibrary("a-library-in-between", "", {"trade": playbook("In between")}, f"host:{folder}", started_with)

    assert service.store.libraries.publish(late).library == newest


def test_reload_puts_the_folder_in_force_even_if_it_is_older(service: Service, folder: Path) -> None:
    old = copy(folder, "old")
    write(folder, NEW)
    running = service.start(folder, "new")
    service.start(old, "old-1").current()
    running.current()

    before, state = service.start(old, "old-2").reload()

    assert before is not None
    assert state.active is not None
    assert before.library != state.active.library.hash
    service.later()
    assert titles(running) == [OLD]


def test_reload_of_broken_files_changes_nothing(service: Service, folder: Path) -> None:
    service.start(folder).current()
    (folder / "trade.yaml").write_text(BROKEN, encoding="utf-8")

    before, state = service.start(folder).reload()

    assert before == service.store.libraries.in_force()
    assert state.problems
    assert state.active is not None


def test_playbooks_that_this_version_cannot_read_let_deals_wait(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    service.store.libraries.publish(
        OfferedLibrary("of-another-version", "", {"trade": "title: x\nsong: la\n"}, "elsewhere")
    )
    service.later()

    with pytest.raises(TryAgain, match="cannot be read here"):
        registry.current()


def test_a_database_that_is_away_leaves_what_was_in_force(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = service.start(folder)
    registry.current()

    def away() -> None:
        raise TryAgain("The database could not be used.")

    monkeypatch.setattr(service.store.libraries, "in_force", away)
    write(folder, NEW)
    service.later()
    assert titles(registry) == [OLD]

    monkeypatch.undo()
    service.later()
    assert titles(registry) == [NEW]


def test_a_database_that_stays_away_is_logged_once(
    service: Service, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = service.start(folder)
    registry.current()
    sentences = iter(["It is full.", "It is full.", "It is away.", "It is full."])

    def away() -> None:
        raise TryAgain(next(sentences))

    monkeypatch.setattr(service.store.libraries, "in_force", away)
    with capture_logs() as logged:
        for _ in range(4):
            service.later()
            registry.current()
    assert [each["why"] for each in logged] == ["It is full.", "It is away.", "It is full."]


def test_a_command_that_only_looks_puts_nothing_in_force(service: Service, folder: Path) -> None:
    looking = service.start(folder, offers=False)
    assert looking.state().sound
    assert service.store.libraries.in_force() is None

    running = service.start(folder)
    running.current()
    there = copy(folder, "there")
    write(there, NEW)
    elsewhere = service.start(there, "laptop", offers=False)

    assert not elsewhere.state().sound
    assert titles(elsewhere) == [OLD]
    service.later()
    assert titles(running) == [OLD]


def test_an_edit_in_a_folder_below_is_seen_and_kept_with_its_place(service: Service, folder: Path) -> None:
    registry = service.start(folder)
    registry.current()
    (folder / "emea").mkdir()
    (folder / "emea" / "_defaults.yaml").write_text("owner: emea@example.com\n", encoding="utf-8")
    (folder / "emea" / "deep.yaml").write_text(playbook("Deep"), encoding="utf-8")
    service.later()

    library = registry.current().library

    assert (library.folders["deep"], library.playbooks["deep"].owner) == ("emea", "emea@example.com")
    assert set(service.store.libraries.texts(library.hash)) == {"trade", "emea/deep", "emea/_defaults"}
    assert [each.text for each in service.store.libraries.editions("deep")] == [playbook("Deep")]


def test_a_process_without_the_folder_reads_it_from_the_database(
    service: Service, folder: Path, tmp_path: Path
) -> None:
    (folder / "emea").mkdir()
    (folder / "emea" / "_defaults.yaml").write_text("owner: emea@example.com\n", encoding="utf-8")
    (folder / "emea" / "deep.yaml").write_text(playbook("Deep"), encoding="utf-8")
    service.start(folder).current()
    other = tmp_path / "other"
    other.mkdir()
    (other / "trade.yaml").write_text(playbook(), encoding="utf-8")

    library = service.start(other, "another", offers=False).current().library

    assert (library.folders["deep"], library.playbooks["deep"].owner) == ("emea", "emea@example.com")


def test_what_is_not_read_is_said_beside_what_is_in_force(service: Service, folder: Path) -> None:
    (folder / "plan.yaml.txt").write_text(playbook(), encoding="utf-8")

    state = service.start(folder).state()

    assert "“plan.yaml.txt” does not end with .yaml, so it is not read" in in_words(state)
