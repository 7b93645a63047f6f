from hypothesis import given
from hypothesis import strategies as st

from localorg.app import EXTENSION
from localorg.oauth.by_job import by_job
from localorg.sessions.directory import Directory, Person
from localorg.tests.conftest import Caller


def a_person(id_: str, manager: str | None = None, department: str = "") -> Person:
    return Person(id_, f"{id_}@x.example", id_, "", id_, "", "", True, "GMT", "en_US", "en_US", department, manager)


def test_people_are_sorted_by_what_they_do() -> None:
    people = [
        a_person("admin"),
        a_person("boss"),
        a_person("chief", "boss"),
        a_person("hana", department="Sales Enablement"),
        a_person("rep", "chief"),
    ]

    told = {group.name: [person.id for person in group.people] for group in by_job(people)}

    assert told == {
        "Director": ["boss"],
        "Managers": ["chief"],
        "Reps of chief": ["rep"],
        "Enablement": ["hana"],
        "Administrators and programs": ["admin"],
    }


@given(st.lists(st.one_of(st.none(), st.integers(0, 7)), min_size=1, max_size=8))
def test_everybody_is_in_exactly_one_group(managers: list[int | None]) -> None:
    people = [a_person(str(place), None if boss is None else str(boss)) for place, boss in enumerate(managers)]

    grouped = sorted(person.id for group in by_job(people) for person in group.people)

    assert grouped == sorted(person.id for person in people)


def test_the_demos_teams_have_five_reps_each(caller: Caller) -> None:
    directory = Directory(caller.app.extensions[EXTENSION].org.records)

    sizes = {group.name: len(group.people) for group in by_job(directory.active())}

    assert sizes == {
        "Director": 1,
        "Managers": 3,
        "Reps of Inês Carvalho": 5,
        "Reps of Jonas Müller": 5,
        "Reps of Priya Raman": 5,
        "Enablement": 1,
        "Administrators and programs": 2,
    }
