"""Playbooks in folders, looked at as the service reads them."""

from pathlib import Path

from coach.lint import Severity, lint, sources_in
from tests.engine.playbook.test_folders import write
from tests.lint.made import context, playbook

OWNED = "owner: emea@example.com\nskill: closing\nstatus: live\n"
PLAN = playbook("title: A plan\nstatus: live\n")


def found(*paths: Path, top: Path | None = None) -> list[str]:
    sources, problems = sources_in(paths, top)
    return [f"{Path(each.file).name}:{each.line} {each.rule}" for each in lint(sources, context(), problems).findings]


def test_a_folders_defaults_hold_for_a_file_that_is_looked_at_alone(tmp_path: Path) -> None:
    write(tmp_path, "emea/_defaults.yaml", OWNED)
    write(tmp_path, "emea/dach/plan.yaml", PLAN)
    alone = tmp_path / "emea" / "dach" / "plan.yaml"

    assert "plan.yaml:1 no-owner" not in found(tmp_path)
    assert found(alone, top=tmp_path) == found(alone.parent, top=tmp_path) == found(tmp_path, top=tmp_path)


def test_above_the_service_s_own_folder_nothing_sets_defaults(tmp_path: Path) -> None:
    write(tmp_path, "_defaults.yaml", OWNED)
    write(tmp_path, "playbooks/plan.yaml", PLAN)
    top = tmp_path / "playbooks"

    assert found(top / "plan.yaml", top=top) == found(top, top=top)
    assert any("no-owner" in each for each in found(top, top=top))


def test_what_is_wrong_in_defaults_is_told_there_and_not_in_each_playbook(tmp_path: Path) -> None:
    twice = "audience: {all: [{owner_tenure_days: {at_least: 9}}, {owner_tenure_days: {at_least: 9}}]}\n"
    write(tmp_path, "emea/_defaults.yaml", OWNED + twice)
    write(tmp_path, "emea/plan.yaml", PLAN)

    assert [each for each in found(tmp_path) if "redundant" in each] == ["_defaults.yaml:4 redundant"]


def test_a_file_of_defaults_is_no_playbook_that_is_counted(tmp_path: Path) -> None:
    write(tmp_path, "emea/_defaults.yaml", OWNED)
    write(tmp_path, "emea/plan.yaml", PLAN)
    sources, problems = sources_in([tmp_path])

    assert lint(sources, context(), problems).files == 1


def test_what_looks_like_a_playbook_and_is_not_read_is_a_warning(tmp_path: Path) -> None:
    write(tmp_path, "plan.yaml", playbook(OWNED + "title: A plan\n"))
    write(tmp_path, "emea/plan.yaml.txt", PLAN)
    sources, problems = sources_in([tmp_path])

    report = lint(sources, context(), problems)

    (unread,) = [each for each in report.findings if each.rule == "not-read"]
    assert (unread.severity, report.files) == (Severity.WARNING, 1)


def test_the_same_name_in_two_folders_is_an_error_at_both(tmp_path: Path) -> None:
    write(tmp_path, "emea/plan.yaml", PLAN)
    write(tmp_path, "apac/plan.yaml", PLAN)

    assert [each for each in found(tmp_path) if "duplicate" in each] == ["plan.yaml:1 duplicate-name"] * 2


def test_a_folder_s_audience_counts_where_playbooks_are_compared(tmp_path: Path) -> None:
    general = playbook(f"{OWNED}title: General\npriority: 90\nwhen: {{amount: {{above: 10}}}}\n")
    special = playbook(f"{OWNED}title: Special\nwhen: {{amount: {{above: 10}}}}\n")
    write(tmp_path, "emea/_defaults.yaml", "audience: {owner_role: {is: EMEA}}\n")
    write(tmp_path, "emea/general.yaml", general)
    write(tmp_path, "special.yaml", special)

    assert not [each for each in found(tmp_path) if "shadowed" in each]
