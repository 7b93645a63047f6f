"""A library is known by what its files say."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from coach.engine.playbook import load, load_texts
from coach.engine.playbook.library import content_hash

SMALL = """\
title: A title
when:
  stage: {is: Prospecting}
cards:
  - {name: one, title: One, tip: Say so.}
"""


def test_the_hash_does_not_depend_on_order_or_line_endings() -> None:
    texts = {"a": SMALL, "b": SMALL.replace("One", "Two")}
    reversed_texts = {name: texts[name].replace("\n", "\r\n") for name in reversed(texts)}

    assert load_texts(texts).hash == load_texts(reversed_texts).hash


def test_the_hash_does_not_depend_on_the_folder_or_the_time(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        (folder / "a.yaml").write_text(SMALL)

    assert load(folders[0]).hash == load(folders[1]).hash == load_texts({"a": SMALL}).hash


@given(st.dictionaries(st.text(), st.text(alphabet="ab:1\n")), st.dictionaries(st.text(), st.text(alphabet="ab:1\n")))
def test_libraries_that_differ_have_different_hashes(one: dict[str, str], other: dict[str, str]) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def test_the_revision_is_kept_and_is_no_part_of_the_hash() -> None:
    library = load_texts({"a": SMALL}, revision="abc123")

    assert library.revision == "abc123"
    assert library.hash == load_texts({"a": SMALL}).hash


def test_fields_are_asked_for_wherever_a_playbook_names_them() -> None:
    text = """\
title: A title
when:
  any:
    - fields: {In_When__c: {empty: false}}
    - not: {fields: {In_Not__c: true}}
audience:
  owner_title: {contains: Executive}
adherence:
  within_days: 5
  seen: {fields: {In_Seen__c: {changed: true}}}
cards:
  - name: one
    title: One
    tip: "{{ deal.fields.In_Text__c }}"
    question: {ask: Why?, options: ["{% if deal.fields.In_Option__c %}a{% endif %}", b], answer: 1, explanation: So.}
"""

    library = load_texts({"a": text})

    assert library.custom_fields == {"In_When__c", "In_Not__c", "In_Seen__c", "In_Text__c", "In_Option__c"}


def test_retired_playbooks_ask_for_nothing() -> None:
    text = "status: retired\n" + SMALL.replace("stage: {is: Prospecting}", "fields: {A__c: true}")

    assert load_texts({"a": text}).custom_fields == frozenset()


def test_playbooks_are_in_order_of_their_names() -> None:
    assert list(load_texts({"b": SMALL, "a": SMALL, "c": SMALL}).playbooks) == ["a", "b", "c"]
