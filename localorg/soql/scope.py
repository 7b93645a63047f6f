"""Names → columns: the fields of one object and of its parents, with the joins that reach them."""

from dataclasses import dataclass, replace

from localorg.schema.catalogue import Schema
from localorg.schema.types import COMPOUND, TEXTUAL, Field, FieldType, ObjectType
from localorg.soql.refusals import unknown_column, unknown_relationship
from localorg.soql.tree import Path

_OF_ANY_PARENT = ("id", "name", "type")


@dataclass(frozen=True, slots=True)
class Term:
    """An expression with a value in SQL: a column, or a function of one.

    ``dated_by`` is the SQL of the day whose exchange rates apply; empty if rates have no dates. ``name`` is its name in
    error messages. ``field`` is None unless it is a plain field; ``table`` and ``owner`` say where a plain field is.
    """

    sql: str
    type: FieldType
    name: str
    at: int
    field: Field | None = None
    table: str = ""
    owner: ObjectType | None = None
    aggregated: bool = False
    dated_by: str = ""

    @property
    def folded(self) -> str:
        """The SQL for comparing, sorting and grouping: text is case-insensitive."""
        return f"fold({self.sql})" if self.type in TEXTUAL else self.sql


@dataclass(frozen=True, slots=True)
class Step:
    """One step to a parent: ``key`` is the SQL of the parent's Id, ``parents`` are the objects that it may belong to.

    If there are several such objects, the parent is not joined: ``one`` is None and ``table`` is empty.
    """

    name: str
    key: str
    parents: tuple[ObjectType, ...]
    one: ObjectType | None = None
    table: str = ""


class Scope:
    """One FROM: its object under a generated alias, and the parents that the query uses."""

    def __init__(
        self, schema: Schema, text: str, one: ObjectType, names: tuple[str, ...], table: str, only_profile: str = ""
    ) -> None:
        """``names`` are the names by which the query may refer to the object: its own, and its alias.

        ``only_profile`` is the id of the only profile whose name is shown; empty means all.
        """
        self.schema = schema
        self.text = text
        self.one = one
        self.table = table
        self._names = {name.casefold() for name in names}
        self._only_profile = only_profile
        self._joined: dict[tuple[str, str], str] = {}

    @property
    def source(self) -> str:
        """The FROM clause, with a join for each parent that was used."""
        joins = [f'FROM "{self.one.name}" {self.table}']
        for (child, reference), alias in self._joined.items():
            name, _, column = reference.partition(".")
            joins.append(f'LEFT JOIN "{name}" {alias} ON {alias}.Id = {child}."{column}"')
        return " ".join(joins)

    def term(self, path: Path) -> Term:
        """The column of a field. Raises ApiError (INVALID_FIELD)."""
        steps = self.steps(path)
        last = steps[-1] if steps else Step("", "", (), self.one, self.table)
        if last.one is None:
            return self._of_any_parent(last, len(steps), path)
        name = path.parts[-1]
        field = last.one.by_folded_name.get(name.casefold())
        if field is None:
            raise unknown_column(self.text, path.at, name, last.one.name)
        if field.formula:
            shown = self.term(Path((*path.parts[:-1], *field.formula.split(".")), path.at))
            return replace(shown, name=field.name, type=field.type, field=field, owner=last.one, table=last.table)
        if field.type in COMPOUND:
            return Term(_compound(last.one, last.table, field), field.type, field.name, path.at, field)
        sql = f'{last.table}."{field.name}"'
        if self._only_profile and (last.one.name, field.name) == ("Profile", "Name"):
            sql = f"CASE WHEN {last.table}.Id = '{self._only_profile}' THEN {sql} END"
        dated = "DatedConversionRate" in self.schema.objects and last.one.name == "Opportunity"
        day = f'{last.table}."CloseDate"' if dated else ""
        return Term(sql, field.type, field.name, path.at, field, last.table, last.one, dated_by=day)

    def steps(self, path: Path) -> list[Step]:
        """The parents on the way to a field. Raises ApiError (INVALID_FIELD)."""
        one, table = self.one, self.table
        steps: list[Step] = []
        for relationship in self._own_parts(path)[:-1]:
            reference = one.parents.get(relationship.casefold())
            if reference is None:
                raise unknown_relationship(self.text, path.at, relationship)
            steps.append(self._step(table, reference))
            last = steps[-1].one
            if last is None:
                break
            one, table = last, steps[-1].table
        return steps

    def _own_parts(self, path: Path) -> tuple[str, ...]:
        parts = path.parts
        return parts[1:] if len(parts) > 1 and parts[0].casefold() in self._names else parts

    def _step(self, table: str, reference: Field) -> Step:
        name = reference.relationship_name or ""
        parents = tuple(self.schema.objects[parent] for parent in reference.reference_to)
        if len(parents) > 1:
            return Step(name, f'{table}."{reference.name}"', parents)
        key = (table, f"{parents[0].name}.{reference.name}")
        alias = self._joined.setdefault(key, f"{self.table}p{len(self._joined)}")
        return Step(name, f'{alias}."Id"', parents, parents[0], alias)

    def _of_any_parent(self, step: Step, walked: int, path: Path) -> Term:
        """A field of a parent that may be of several objects; only Id, Name and Type can be queried on those."""
        name = path.parts[-1]
        if name.casefold() not in _OF_ANY_PARENT or len(self._own_parts(path)) != walked + 1:
            raise unknown_column(self.text, path.at, name, "Name")
        if name.casefold() == "id":
            return Term(step.key, FieldType.REFERENCE, "Id", path.at)
        sql = _type_of(step) if name.casefold() == "type" else _name_of(step)
        return Term(sql, FieldType.STRING, name.capitalize(), path.at)


def _compound(one: ObjectType, table: str, field: Field) -> str:
    """The parts of a compound as JSON, null if none has a value: ``BillingCity`` is the city of BillingAddress."""
    parts = [part for part in one.fields.values() if part.compound == field.name]
    pairs = ", ".join(f"'{_part_name(field, part)}', {table}.\"{part.name}\"" for part in parts)
    values = ", ".join(f'{table}."{part.name}"' for part in parts)
    return f"CASE WHEN COALESCE({values}) IS NOT NULL THEN json_object({pairs}) END"


def _part_name(field: Field, part: Field) -> str:
    stem = field.name.removesuffix("__c").removesuffix("Address")
    short = part.name.removeprefix(f"{stem}__").removesuffix("__s").removeprefix(stem)
    return short[0].lower() + short[1:]


def _type_of(step: Step) -> str:
    cases = " ".join(f"WHEN '{parent.key_prefix}' THEN '{parent.name}'" for parent in step.parents)
    return f"CASE substr({step.key}, 1, 3) {cases} END"


def _name_of(step: Step) -> str:
    named = [(parent.name, parent.name_field.name) for parent in step.parents if parent.name_field]
    looked_up = ", ".join(f'(SELECT "{field}" FROM "{name}" WHERE Id = {step.key})' for name, field in named)
    return f"COALESCE({looked_up}, NULL)"
