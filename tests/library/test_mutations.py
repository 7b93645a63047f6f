"""Whatever happens to the files: what is in force is a whole, valid library, and a broken edit changes nothing."""

import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.engine.cards import check_template
from coach.engine.playbook import Library, load, load_texts
from coach.errors import InvalidPlaybook
from tests.library.conftest import Service

LIBRARY = Path(__file__).parents[2] / "playbooks"
FILES = ("trade-do-not-give.yaml", "stalled-deal.yaml", "why-now.yaml")
WORDS = (
    "\t",
    "*x",
    "&x ",
    "!!python/object:os.system ",
    "{{ deal.nope }}",
    "{%",
    ": ",
    "- ",
    "#",
    "\x00",
    "é",
    "on",
    "",
)

Mutation = tuple[str, str, float, str]
"""What is done to which file, where, and with what."""

mutations = st.tuples(
    st.sampled_from(["cut", "drop a line", "double a line", "insert", "indent", "truncate", "delete the file"]),
    st.sampled_from(FILES),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(WORDS),
)


def mutate(folder: Path, mutation: Mutation) -> None:
    what, file, where, word = mutation
    path = folder / file
    if what == "delete the file" or not path.exists():
        path.unlink(missing_ok=True)
        return
    path.write_text(mutated(path.read_text(encoding="utf-8"), what, where, word), encoding="utf-8")


def mutated(text: str, what: str, where: float, word: str) -> str:
    place, lines = int(where * len(text)), text.splitlines(keepends=True)
    line = int(where * len(lines))
    match what:
        case "cut":
            return text[:place] + text[place + 5 :]
        case "truncate":
            return text[:place]
        case "insert":
            return text[:place] + word + text[place:]
        case "drop a line":
            return "".join(lines[:line] + lines[line + 1 :])
        case "double a line":
            return "".join(lines[: line + 1] + lines[line:])
    return "".join(lines[:line] + [" " + each for each in lines[line : line + 1]] + lines[line + 1 :])


def valid(folder: Path) -> Library | None:
    try:
        return load(folder, check_text=check_template)
    except InvalidPlaybook:
        return None


@given(edits=st.lists(st.lists(mutations, min_size=1, max_size=3), min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_only_valid_libraries_come_into_force_and_none_is_lost_over_a_restart(
    service: Service, tmp_path: Path, edits: list[list[Mutation]]
) -> None:
    folder = tmp_path / "playbooks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in FILES:
        shutil.copy(LIBRARY / file, folder / file)
    registry = service.start(folder)
    expected = registry.reload()[1].active

    for edit in edits:
        for mutation in edit:
            mutate(folder, mutation)
        edited = valid(folder)
        service.later()

        live = registry.current()
        assert live.library.hash == (edited.hash if edited else expected.library.hash if expected else None)
        assert bool(registry.state().problems) == (edited is None)
        kept = load_texts(service.store.libraries.texts(live.library.hash), check_text=check_template)
        assert kept.hash == live.library.hash
        assert kept.playbooks == live.library.playbooks
        assert service.start(folder).current().library.hash == live.library.hash
        expected = live
