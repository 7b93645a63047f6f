"""Playbooks sorted into folders, and what a folder sets for those in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from coach.engine.playbook import load, load_texts
from coach.engine.playbook.conditions import leaves
from coach.engine.playbook.defaults import KEYS
from coach.engine.playbook.folders import DEEPEST, not_read
from coach.errors import InvalidPlaybook

SMALL = "title: T\nwhen: {closed: false}\ncards: [{name: one, title: One, tip: Say so.}]\n"


def tree(root: Path, **files: str) -> Path:
    """Files by their paths, a double underscore for each slash."""
    for path, text in files.items():
        write(root, path.replace("__", "/") + ".yaml", text)
    return root


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def problems(root: Path) -> list[str]:
    with pytest.raises(InvalidPlaybook) as found:
        load(root)
    return [str(each).replace(f"{root}/", "") for each in found.value.problems]


def test_playbooks_in_folders_are_read_and_known_by_their_own_names(tmp_path: Path) -> None:
    library = load(tree(tmp_path, top=SMALL, emea__deep=SMALL, emea__dach__deeper=SMALL))

    assert dict(library.folders) == {"top": "", "deep": "emea", "deeper": "emea/dach"}
    assert list(library.playbooks) == ["deep", "deeper", "top"]


@pytest.mark.parametrize("folder", ["Team Süd", "日本", "a.b", "emea yaml"])
def test_a_folder_may_be_called_anything(tmp_path: Path, folder: str) -> None:
    write(tmp_path, f"{folder}/plan.yaml", SMALL)

    assert load(tmp_path).folders["plan"] == folder


def test_a_mistake_in_a_folder_has_its_place(tmp_path: Path) -> None:
    tree(tmp_path, top=SMALL, emea__deep=SMALL.replace("title: T", "title: T\nstatus: broken"))

    assert problems(tmp_path) == [
        "emea/deep.yaml:2:9: “status” takes draft, live or retired, but this is the text “broken”. (type)"
    ]


def test_the_same_name_twice_is_told_at_both_places(tmp_path: Path) -> None:
    tree(tmp_path, plan=SMALL, emea__plan=SMALL)

    assert problems(tmp_path) == [
        "emea/plan.yaml:1:1: This playbook and plan.yaml have the same name: rename one of them. (duplicate-name)",
        "plan.yaml:1:1: This playbook and emea/plan.yaml have the same name: rename one of them. (duplicate-name)",
    ]


@pytest.mark.parametrize("name", ["plan.yml", "plan.YAML", "plan.Yml"])
def test_a_playbook_of_another_ending_is_a_mistake_in_any_folder(tmp_path: Path, name: str) -> None:
    tree(tmp_path, top=SMALL)
    write(tmp_path, f"emea/{name}", SMALL)

    assert problems(tmp_path) == [f"emea/{name}:1:1: Name this file .yaml; only those are playbooks. (file)"]


def test_folders_are_read_to_a_depth_and_no_further(tmp_path: Path) -> None:
    deepest = "/".join(str(depth) for depth in range(DEEPEST))
    write(tmp_path, f"{deepest}/plan.yaml", SMALL)
    assert load(tmp_path).folders["plan"] == deepest

    write(tmp_path, f"{deepest}/below/lost.yaml", SMALL)

    assert problems(tmp_path) == [
        f"{deepest}/below:1:1: Folders are read to a depth of 8, and this is below that: move it up. (file)"
    ]


def test_what_moves_to_another_folder_is_another_library(tmp_path: Path) -> None:
    assert load_texts({"a": SMALL}).hash != load_texts({"emea/a": SMALL}).hash


DEFAULTS = """\
owner: emea@example.com
status: live
skill: closing
priority: 70
review_by: 2027-05-31
audience: {owner_role: {contains: EMEA}}
limits: {cooldown_days: 60, per_deal: 2}
"""


@pytest.mark.parametrize("name", ["_defaults", "defaults"])
def test_a_folder_sets_defaults_for_all_below_it(tmp_path: Path, name: str) -> None:
    tree(tmp_path, top=SMALL, **{f"emea__{name}": DEFAULTS}, emea__dach__plan=SMALL)

    library = load(tmp_path)
    plan, top = library.playbooks["plan"], library.playbooks["top"]

    assert (plan.owner, plan.status, plan.skill, plan.priority) == ("emea@example.com", "live", "closing", 70)
    assert (plan.review_by, plan.limits.cooldown_days, plan.limits.per_deal) == (date(2027, 5, 31), 60, 2)
    assert (top.owner, top.status, top.audience) == (None, "draft", None)
    assert list(library.playbooks) == ["plan", "top"]


def test_the_nearest_folder_wins_and_the_playbook_over_all(tmp_path: Path) -> None:
    own = f"{SMALL}owner: me@example.com\nlimits: {{per_deal: 1}}\n"
    near = "skill: discovery\nowner: near@example.com\nlimits: {cooldown_days: 9}\n"
    tree(tmp_path, _defaults=DEFAULTS, emea___defaults=near, emea__mine=own, emea__theirs=SMALL)

    mine, theirs = (load(tmp_path).playbooks[name] for name in ("mine", "theirs"))

    assert (mine.owner, theirs.owner) == ("me@example.com", "near@example.com")
    assert (mine.skill, mine.priority) == ("discovery", 70)
    assert (mine.limits.cooldown_days, mine.limits.per_deal) == (9, 1)
    assert (theirs.limits.cooldown_days, theirs.limits.per_deal) == (9, 2)


def test_audiences_must_all_hold(tmp_path: Path) -> None:
    own = f"{SMALL}audience: {{owner_title: {{contains: Senior}}}}\n"
    tree(tmp_path, _defaults=DEFAULTS, emea___defaults="audience: {owner_department: {is: Sales}}", emea__plan=own)

    audience = load(tmp_path).playbooks["plan"].audience

    assert audience
    assert [leaf.fact for leaf in leaves(audience)] == ["owner_role", "owner_department", "owner_title"]


def test_a_folders_limits_are_not_for_what_is_never_held_back(tmp_path: Path) -> None:
    tree(tmp_path, _defaults=DEFAULTS, rules=f"{SMALL}always: true\n")

    assert load(tmp_path).playbooks["rules"].always


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("owner: [a]", "1:8: “owner” takes text, but this is a list. (type)"),
        ("owner: a\nlimits: {per_deal: 0}", "2:20: “per_deal” must be at least 1. (bounds)"),
        ("cards: []", f"1:1: “cards” is each playbook's own: defaults set {', '.join(KEYS)}. (unknown-key)"),
        ("ownr: a", "1:1: There is no key “ownr” in defaults. Did you mean “owner”? (unknown-key)"),
        ("- owner", "1:1: Defaults are a map: owner: …, audience: …, limits: …. (type)"),
        (
            "audience: {owner_rule: {is: A}}",
            "1:12: There is no fact “owner_rule” in “audience”. Did you mean “owner_role”? (unknown-fact)",
        ),
    ],
)
def test_a_mistake_in_defaults_is_told_where_it_stands_and_once(tmp_path: Path, text: str, said: str) -> None:
    tree(tmp_path, emea___defaults=text, emea__one=SMALL, emea__two=SMALL)

    assert problems(tmp_path) == [f"emea/_defaults.yaml:{said}"]


def test_two_files_of_defaults_in_a_folder_are_one_too_many(tmp_path: Path) -> None:
    tree(tmp_path, emea___defaults="", emea__defaults="", emea__plan=SMALL)

    assert [each.partition(" (")[2] for each in problems(tmp_path)] == ["duplicate-name)"] * 2


def test_a_tree_with_nothing_but_defaults_holds_no_playbook(tmp_path: Path) -> None:
    tree(tmp_path, emea___defaults=DEFAULTS)

    assert "There is no playbook in the folder" in problems(tmp_path)[0]


def unread(root: Path) -> dict[str, str]:
    return {each.file.removeprefix(f"{root}/"): each.sentence for each in not_read(root)}


def test_what_looks_like_a_playbook_and_is_not_read_is_said(tmp_path: Path) -> None:
    tree(tmp_path, top=SMALL)
    for path in ("emea/plan.yaml.txt", "plan.yaml.bak", ".hidden.yaml", ".attic/old.yaml", "plan.json", "plan.txt"):
        write(tmp_path, path, SMALL)

    assert set(unread(tmp_path)) == {
        "emea/plan.yaml.txt",
        "plan.yaml.bak",
        ".hidden.yaml",
        ".attic",
        "plan.json",
        "plan.txt",
    }
    assert unread(tmp_path)["emea/plan.yaml.txt"] == (
        "“plan.yaml.txt” does not end with .yaml, so it is not read: rename it if it is a playbook."
    )


def test_what_does_not_look_like_one_is_not_mentioned(tmp_path: Path) -> None:
    tree(tmp_path, top=SMALL)
    for path in ("README.md", "playbook.schema.json", ".yamllint.yaml", ".git/HEAD", "REVISION", "notes.txt"):
        write(tmp_path, path, "title: about\n")

    assert unread(tmp_path) == {}


def test_a_link_to_a_folder_is_followed_within_the_tree_and_not_out_of_it(tmp_path: Path) -> None:
    inside, outside = tmp_path / "playbooks", tmp_path / "elsewhere"
    write(inside, "..data/emea/plan.yaml", SMALL)
    write(outside, "lost.yaml", SMALL)
    (inside / "emea").symlink_to(Path("..data", "emea"))
    (inside / "other").symlink_to(outside)
    (inside / "loop").symlink_to(inside)

    assert dict(load(inside).folders) == {"plan": "emea"}
    assert list(unread(inside)) == ["other"]


@pytest.fixture
def for_all_to_see() -> Iterator[Path]:
    """A folder that every user of this machine comes to, as none of pytest's is."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def without_root_s_rights() -> Iterator[None]:
    """Root may read everything; whoever else runs this stays who they are."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_folder_that_cannot_be_read_is_a_mistake(for_all_to_see: Path) -> None:
    tree(for_all_to_see, top=SMALL, emea__plan=SMALL)
    assert len(load(for_all_to_see).playbooks) == 2
    (for_all_to_see / "emea").chmod(0)

    with without_root_s_rights():
        found = problems(for_all_to_see)

    assert found == ["emea:1:1: This folder cannot be read: Permission denied. (file)"]
