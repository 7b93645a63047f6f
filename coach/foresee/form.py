"""A deal as JSON that a person can write: anything left out is empty on the record.

Only the name and the stage are required. Times may be relative to today ("3 days ago"), so that an example stays fresh.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    model_validator,
)

from coach import ids
from coach.engine.languages import of_salesforce
from coach.engine.model import Account, Deal, LineItem, Person, RecordId, StageChange, Unknown
from coach.engine.model.fields import as_number
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import PRODUCT_FACTS, Fact, held_by
from coach.engine.playbook.fieldtypes import FIELD_TYPES
from coach.foresee.moments import DAY_HINT, MOMENT_HINT, looks_like_a_day, read_day, read_moment

SOME_ORG = "00D000000000000EAA"
SOME_DEAL = "006000000000000AAA"
STAGE_HISTORY = "stage_history"


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return value
    try:
        found = as_number(Decimal(value))
    except ArithmeticError:
        found = None
    if found is None:
        raise ValueError("takes a number, such as 620000 or 12.5")
    return found


def _day(value: object, info: ValidationInfo) -> object:
    return read_day(value, *_seen_from(info)) if isinstance(value, str) else value


def _moment(value: object, info: ValidationInfo) -> object:
    return read_moment(value, *_seen_from(info)) if isinstance(value, str) else value


def _seen_from(info: ValidationInfo) -> tuple[datetime, tzinfo]:
    context: Mapping[str, Any] = info.context or {}
    return context["now"], context["zone"]


def _language(value: object) -> object:
    if not isinstance(value, str):
        return value
    if locale := of_salesforce(value):
        return locale
    raise ValueError("takes a language, such as de or pt-BR")


def _deal_id(value: object) -> object:
    return ids.to18(value, ids.OPPORTUNITY) if isinstance(value, str) else value


TYPED = "text"
_UNKNOWN, _MASKED = "unknown", "masked"
"""Keys for a value that cannot be read, with the reason; a masked value is filled in."""


def _field(value: object, info: ValidationInfo) -> object:
    match value:
        case dict() if len(value) == 1:
            ((kind, inner),) = value.items()
            return _of_type(str(kind), inner)
        case list() if value and all(isinstance(each, str) for each in value):
            return tuple(value)
        case str() if looks_like_a_day(value):
            return read_day(value, *_seen_from(info))
        case str() if "T" in value and _is_moment(value):
            return read_moment(value, *_seen_from(info))
        case int() | Decimal() if not isinstance(value, bool):
            return _number(value)
        case None | str() | bool():
            return value
    raise ValueError("takes text, a number, true or false, a list of chosen values, or an object that names its type")


def _of_type(kind: str, value: object) -> object:
    """``{"multipicklist": "A;B"}``: a value as the org writes it, keyed by its type in describe's words."""
    if kind == TYPED and isinstance(value, str):
        return value
    if kind in (_UNKNOWN, _MASKED):
        return Unknown(str(value), filled=kind == _MASKED)
    if kind not in FIELD_TYPES:
        raise ValueError(f"takes the name of a field type, such as multipicklist, and not “{kind}”")
    known = FIELD_TYPES[kind]
    if known.refusal and known.kind is None and kind != "encryptedstring":
        return Unknown(known.refusal)
    try:
        found = known.read(value)
    except ValueError:
        found = None
    if found is None and value not in (None, ""):
        raise ValueError(f"takes {known.words}, as the org writes a {kind}")
    return found


def as_form(value: object) -> object:
    """A further field's value in a form that parses to the same value."""
    match value:
        case str():
            return value if reads_as_text(value) else {TYPED: value}
        case tuple():
            return list(value)
        case time():
            return {"time": value.isoformat()}
        case RecordId():
            return {"reference": value.id}
        case Unknown():
            return {_MASKED if value.filled else _UNKNOWN: value.reason}
    return value


def _is_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def reads_as_text(text: str) -> bool:
    """Whether a further field's text would be read as text, not as a date or time."""
    return not looks_like_a_day(text) and not ("T" in text and _is_moment(text))


Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": ["number", "string"]})]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "description": DAY_HINT})]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "description": MOMENT_HINT})]
Language = Annotated[str, BeforeValidator(_language)]
DealId = Annotated[str, BeforeValidator(_deal_id)]
FieldValue = Annotated[
    Any, BeforeValidator(_field), WithJsonSchema({"type": ["string", "number", "boolean", "null", "object", "array"]})
]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


_AnyForm = TypeVar("_AnyForm", bound=_Form)


def _with_facts(form: type[_AnyForm], name: str, facts: Mapping[str, Fact], **nested: Any) -> type[_AnyForm]:
    """The form with a key for each fact that it does not have yet."""
    fields: dict[str, Any] = {own: _field_of(fact) for own, fact in facts.items() if own not in form.model_fields}
    made: type[_AnyForm] = create_model(name, __base__=form, __doc__=form.__doc__, **fields, **nested)
    return made


def _field_of(fact: Fact) -> tuple[Any, Any]:
    kind = int if fact.whole else _KINDS.get(fact.kind, str)
    least = fact.least if fact.whole else None
    return (
        (bool, Field(False, description=fact.meaning))
        if kind is bool
        else (kind | None, Field(None, ge=least, description=fact.meaning))
    )


_KINDS: Mapping[Kind, Any] = {Kind.NUMBER: Number, Kind.MONEY: Number, Kind.DATE: Day, Kind.BOOLEAN: bool}


class _Person(_Form):
    """The deal's owner. Without an ``id``, owners of the same name are one rep."""

    name: str = Field(description="Full name.")
    id: str | None = Field(None, description="User id.")
    active: bool = Field(True, description="Whether the user is active.")
    started_on: Day | None = Field(None, description="First day.")
    manager_id: str | None = Field(None, description="User id of the manager.")
    language: Language | None = Field(
        None, description="Language in Salesforce, such as de or pt-BR; it chooses the card's words."
    )
    locale: Language | None = Field(
        None, description="Locale in Salesforce, such as de-CH; its region says how figures and dates are written."
    )
    timezone: str | None = Field(None, description="Time zone in Salesforce, such as Europe/Paris.")

    def person(self) -> Person:
        return Person(**{**dict(self), "id": self.id or f"rep {self.name}"})


class _Account(_Form):
    """The customer."""

    name: str = Field(description="The account's name.")
    id: str = Field("", description="Account id.")


class _LineItem(_Form):
    """A product on the deal."""

    name: str = Field(description="The product's name.")
    id: str | None = Field(None, description="Id of the line item.")
    fields: dict[str, FieldValue] = Field({}, description="Further fields of the line item, as those of the deal.")


PersonForm = _with_facts(_Person, "PersonForm", held_by("owner"))
AccountForm = _with_facts(_Account, "AccountForm", held_by("account"))
LineItemForm = _with_facts(
    _LineItem, "LineItemForm", {fact.place: fact for fact in PRODUCT_FACTS.values() if fact.place}
)


class StageChangeForm(_Form):
    """From when on the deal was in a stage."""

    stage: str = Field(description="The stage.")
    at: Moment = Field(description="When the deal came into it.")


class _Deal(_Form):
    """An opportunity. What is left out is empty on the record."""

    schema_: str | None = Field(None, alias="$schema", description="For editors; Coach does not read it.")
    name: str = Field(description="The opportunity's name.")
    stage: str = Field(description="The sales stage.")
    id: DealId | None = Field(None, description="Opportunity id, 15 or 18 characters; needed in files of many deals.")
    org_id: str | None = Field(None, description="Id of the org.")
    closed: bool = Field(False, description="Whether the deal is closed, won or lost.")
    won: bool = Field(False, description="Whether the deal is closed and won.")
    currency: str | None = Field(
        None, pattern="^[A-Z]{3}$", description="ISO code, such as USD, of every amount of the deal."
    )
    created_at: Moment | None = Field(None, description="When it was created; default: with its first stage.")
    modified_at: Moment | None = Field(None, description="When it last changed; default: `read_at`.")
    read_at: Moment | None = Field(None, description="When it was as told here; default: now.")
    owner: _Person
    account: _Account | None
    products: Sequence[_LineItem]
    history: list[StageChangeForm] | None = Field(
        None, description="The stages, oldest first, the present one last; default: in its stage since `created_at`."
    )
    fields: dict[str, FieldValue] = Field(
        {},
        description="Further fields by API name, or by the way to them (Account.Segment__c): text, numbers, true or"
        " false, a list of what is chosen in a multi-select picklist. Text of the shape 2027-03-31 is a date, unless it"
        ' is written {"text": "2027-03-31"}. Any field type can be named so: {"multipicklist": "Cloud;Analytics"},'
        ' {"time": "09:30"}, {"reference": "001000000000001AAA"}.',
    )
    rates: dict[str, Number] = Field(
        {}, description="How much of each currency one unit of the corporate one buys, by ISO code."
    )
    unreadable: list[str] = Field(
        [], description="What is not known of the deal, by the words of conditions: product, contact_roles …"
    )

    labels: dict[str, dict[str, str]] = Field(
        {}, description="What people see, by fact and by API name, of values that are called otherwise."
    )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "_Deal":
        if self.won and not self.closed:
            raise ValueError("a won deal is closed, too: add closed: true")
        if self.history and self.history[-1].stage != self.stage:
            raise ValueError(f"the last stage in history is “{self.history[-1].stage}”, the deal's “{self.stage}”")
        return self

    def deal(self, now: datetime) -> Deal:
        """The deal, as of ``now`` unless it says when it was read."""
        read_at = self.read_at or now
        history = tuple(StageChange(change.stage, change.at) for change in self.history or ())
        created_at = self.created_at or (history[0].at if history else read_at)
        if self.history is None and STAGE_HISTORY not in self.unreadable:
            history = (StageChange(self.stage, created_at),)
        return Deal(
            **{name: getattr(self, name) for name in held_by("")},
            currency=self.currency,
            org_id=self.org_id or SOME_ORG,
            id=self.id or SOME_DEAL,
            created_at=created_at,
            modified_at=self.modified_at or read_at,
            read_at=read_at,
            owner=self.owner.person(),
            account=Account(**dict(self.account)) if self.account else None,
            products=tuple(LineItem(**dict(item)) for item in self.products),
            history=history,
            fields=self.fields,
            rates=self.rates,
            unreadable=frozenset(self.unreadable),
            labels=self.labels,
        )


DealForm = _with_facts(
    _Deal,
    "DealForm",
    held_by(""),
    owner=(PersonForm, Field(PersonForm(name="A Rep"), description="The deal's owner.")),
    account=(AccountForm | None, Field(None, description="The customer.")),
    products=(list[LineItemForm], Field([], description="The line items.")),  # type: ignore[valid-type]  # made above
)
