"""The people to sign in as, grouped by job, so that visitors find a manager without knowing a name. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from localorg.sessions.directory import Person

_ENABLEMENT = "Sales Enablement"


@dataclass(frozen=True, slots=True)
class Group:
    """People with the same job; ``about`` describes it in a few words."""

    name: str
    about: str
    people: tuple[Person, ...]


def by_job(people: Sequence[Person]) -> list[Group]:
    """The groups that are not empty, each sorted by name. Everybody is in exactly one."""
    return [group for group in _groups(people) if group.people]


def _groups(people: Sequence[Person]) -> Iterator[Group]:
    managers = {person.manager_id for person in people if person.manager_id}
    directors = {person.manager_id for person in people if person.id in managers and person.manager_id}
    left = list(people)

    def those(ids: set[str]) -> tuple[Person, ...]:
        found = tuple(person for person in left if person.id in ids)
        left[:] = [person for person in left if person.id not in ids]
        return found

    yield Group("Director", "has managers below", those(directors))
    yield Group("Managers", "have reps below", those(managers))
    for boss in (person for person in people if person.id in managers):
        reps = {person.id for person in left if person.manager_id == boss.id}
        yield Group(f"Reps of {boss.name}", "", those(reps))
    yield Group("Enablement", "writes playbooks", those({p.id for p in left if p.department == _ENABLEMENT}))
    yield Group("Administrators and programs", "", tuple(left))
