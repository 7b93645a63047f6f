"""The playbook: when it applies, for whom, its limits, its cards. All models are frozen and reject unknown keys.

Texts are Markdown with ``{{ deal.* }}`` templates, not yet rendered; :mod:`coach.engine.cards` renders them.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, model_validator
from pydantic_core import PydanticCustomError

from coach.engine.languages import best, canonical, chain
from coach.engine.playbook.advice import slug, write
from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.languages import meant
from coach.engine.playbook.problems import quote

TEMPLATE = re.compile(r"\{\{|\{%|\{#")
HTTPS = re.compile(r"https://[^\s/?#@\\<>\"']+\.[^\s/?#@\\<>\"']+([/?#][^\s<>\"'\\]*)?\Z")
ENGLISH = "en"
LOCALE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?\Z")
"""The form of a canonical tag, for editors. Whether a tag is canonical is decided with CLDR's data."""
NAME = re.compile(r"(?=.{1,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def _mistake(rule: str, sentence: str, *at: str | int) -> PydanticCustomError:
    """A pydantic error whose sentence is shown unchanged. ``at`` is the path from the model to the mistake."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence, "rule": rule, "at": at})


def _check_url(url: str) -> str:
    if TEMPLATE.search(url):
        raise _mistake("url", "An address cannot hold a template: CRM values must not decide where a link leads.")
    if not HTTPS.match(url):
        raise _mistake("url", "An address must begin with https:// and name a host, as in https://example.com/page.")
    return url


def _check_name(name: str) -> str:
    if not NAME.match(name):
        sentence = f"{quote(name)} is not a name: use lower-case letters, digits and single dashes, at most 80"
        raise _mistake("name", f"{sentence}{write(slug(name))}.")
    return name


def _check_locale(locale: str) -> str:
    tag = canonical(locale)
    if tag is None or (tag != locale and tag.casefold() == locale.replace("_", "-").casefold()):
        sentence = f"{quote(locale)} is not a locale: write a language such as de, or de-AT with a country"
        raise _mistake("locale", f"{sentence}{write(tag or meant(locale))}.")
    if tag != locale:
        raise _mistake("locale", f"{quote(locale)} is a former code, or one for several languages: write {tag}.")
    return locale


def _check_day(day: date) -> date:
    if not 2000 <= day.year < 2100:
        raise _mistake("date", f"{day.isoformat()} is not a plausible date.")
    return day


def _whole_is_decimal(value: object) -> object:
    return Decimal(value) if type(value) is int else value


Name = Annotated[str, AfterValidator(_check_name)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Prose = Annotated[str, Field(min_length=1, max_length=4000)]
Url = Annotated[str, Field(max_length=1000), AfterValidator(_check_url)]
Locale = Annotated[str, AfterValidator(_check_locale)]
Day = Annotated[date, AfterValidator(_check_day)]
Minutes = Annotated[Decimal, Field(gt=0, le=60), BeforeValidator(_whole_is_decimal)]


class Status(StrEnum):
    """Only live playbooks give cards; draft ones are evaluated and logged, retired ones are kept for the record."""

    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class Objection(_Model):
    """What a buyer may say, and what to answer."""

    says: Prose = Field(description="The objection, in the buyer's words.")
    answer: Prose = Field(description="What to answer.")


class Video(_Model):
    """A video; its minutes count towards the rep's week."""

    title: Line = Field(description="What the link reads.")
    url: Url = Field(description="Where it is: https only, no template.")
    minutes: Minutes = Field(description="How long it runs, in minutes.")


class Link(_Model):
    """Something to read."""

    title: Line = Field(description="What the link reads.")
    url: Url = Field(description="Where it leads: https only, no template.")


class Question(_Model):
    """One application question. ``answer`` counts the options from 1."""

    ask: Prose = Field(description="The question.")
    options: tuple[Line, ...] = Field(min_length=2, max_length=6, description="Two to six answers to choose from.")
    answer: int = Field(ge=1, description="Which option is right, counted from 1.")
    explanation: Prose = Field(description="Why; shown after answering.")

    @model_validator(mode="after")
    def _answer_is_an_option(self) -> "Question":
        if self.answer > len(self.options):
            raise _mistake(
                "answer", f"The answer is option {self.answer}, but there are only {len(self.options)}.", "answer"
            )
        return self


class Texts(_Model):
    """The parts of a card that a reader sees, and that a locale may say in another language."""

    title: Line | None = Field(None, description="The card's headline.")
    tip: Prose | None = Field(None, description="What a good manager would say, in Markdown.")
    talk_track: Prose | None = Field(None, description="Words the rep can use, in Markdown.")
    objection: Objection | None = Field(None, description="What a buyer may say, and what to answer.")
    checklist: tuple[Line, ...] | None = Field(
        None, min_length=1, max_length=12, description="Up to twelve things to do."
    )
    video: Video | None = Field(None, description="A video, with its length.")
    link: Link | None = Field(None, description="Something to read.")
    question: Question | None = Field(None, description="One question with options, an answer and an explanation.")


BLOCKS = tuple(name for name in Texts.model_fields if name != "title")


class CardText(Texts):
    """One card: at least one block besides the title."""

    name: Name = Field(description="The card's name, unique within the playbook; it never changes once live.")
    title: Line = Field(description="The card's headline.")
    approved_until: Day | None = Field(None, description="The last day on which the card may be given and stays.")
    locales: Mapping[Locale, Texts] = Field(
        default_factory=dict, description="The same texts in other languages, by locale (de, de-AT …)."
    )

    @model_validator(mode="after")
    def _has_something_to_read(self) -> "CardText":
        if all(getattr(self, block) is None for block in BLOCKS):
            raise _mistake("empty-card", f"The card “{self.name}” has only a title: give it at least a tip.")
        return self

    @model_validator(mode="after")
    def _locales_ask_the_same_question(self) -> "CardText":
        for locale, texts in self.locales.items():
            if texts.question and not (self.question and _same_shape(self.question, texts.question)):
                raise _mistake(
                    "locale",
                    f"The question in “{locale}” needs as many options and the same answer.",
                    "locales",
                    locale,
                    "question",
                )
        return self

    def language_for(self, *wanted: str | None) -> str | None:
        """The card's locale that best serves the first possible language of ``wanted``; None if that is the card's own
        text.

        A card's own text counts as English, unless it has ``en`` among its locales.
        """
        for locale in wanted:
            if locale and (spoken := best(locale, (*self.locales, ENGLISH))):
                return spoken if spoken in self.locales else None
        return None

    def texts_of(self, locale: str) -> tuple[Texts, ...]:
        """The card's texts for ``locale`` and for the locales it falls back to, the nearest first."""
        under = {chain(key)[0]: texts for key, texts in self.locales.items()}
        return tuple(under[step] for step in chain(locale) if step in under)

    def unasked(self) -> "CardText":
        """The card without its question."""
        return self.model_copy(update={"question": None})

    def localised(self, locale: str) -> "CardText":
        """The card in ``locale``. Parts that the locale leaves out come from its parent locales, then from the card
        itself.
        """
        card = self
        for texts in reversed(self.texts_of(locale)):
            said = {name: getattr(texts, name) for name in Texts.model_fields}
            card = card.model_copy(update={name: text for name, text in said.items() if text is not None})
        return card


def _same_shape(one: Question, other: Question) -> bool:
    return len(one.options) == len(other.options) and one.answer == other.answer


class PlaybookLimits(_Model):
    """How often a playbook may speak. None means no limit of its own."""

    cooldown_days: int = Field(
        30, ge=0, le=730, description="Days on one deal between a delivery of this playbook and its next."
    )
    per_deal: int | None = Field(None, ge=1, le=100, description="Cards of this playbook one deal gets at most.")
    per_rep_per_week: int | None = Field(
        None, ge=1, le=100, description="Cards of this playbook one rep gets at most, in a week from Monday on."
    )


class AdherenceRule(_Model):
    """What would be seen on the deal if the rep did it: ``seen`` becomes true within so many days of delivery."""

    within_days: int = Field(ge=1, le=365, description="How long to look, in days after delivery.")
    seen: InstanceOf[AllOf] = Field(description="A condition tree, which also knows changed, increased, decreased.")


class Playbook(_Model):
    """One YAML file. ``name`` is the file's stem."""

    name: Name
    title: Line = Field(description="What the playbook is about, for those who edit and review it.")
    status: Status = Field(Status.DRAFT, strict=False, description="draft, live or retired.")
    skill: Line | None = Field(None, description="The skill it teaches.")
    owner: Line | None = Field(None, description="Who answers for it: an e-mail address or a team.")
    review_by: Day | None = Field(None, description="When it must be looked at again, as 2027-05-31.")
    approved_until: Day | None = Field(None, description="The last day on which its cards may be given and stay.")
    priority: int = Field(50, ge=1, le=100, description="From 1 to 100; the higher goes first, ties go by name.")
    always: bool = Field(False, description="true for compliance: never capped, held out or snoozed.")
    audience: InstanceOf[AllOf] | None = Field(None, description="For which owners; everybody where left out.")
    when: InstanceOf[AllOf] = Field(description="On which deals.")
    limits: PlaybookLimits = Field(default_factory=PlaybookLimits, description="How often it may speak.")
    adherence: AdherenceRule | None = Field(None, description="What would be seen on the deal if the rep did it.")
    cards: tuple[CardText, ...] = Field(min_length=1, max_length=20, description="Given one after another.")

    @property
    def trees(self) -> tuple[AllOf, ...]:
        """Its trees of conditions: ``when``, and if there are any, ``audience`` and what is to be seen on the deal."""
        seen = self.adherence.seen if self.adherence else None
        return tuple(tree for tree in (self.when, self.audience, seen) if tree)

    def has(self, card: str) -> bool:
        """Whether it has a card of this name."""
        return any(each.name == card for each in self.cards)

    def asks(self, card: str) -> bool:
        """Whether its card of this name has a question."""
        return any(each.name == card and each.question for each in self.cards)

    @model_validator(mode="after")
    def _cards_differ(self) -> "Playbook":
        names = [card.name for card in self.cards]
        for place, name in enumerate(names):
            if name in names[:place]:
                sentence = f"Two cards are called “{name}”: each needs a name of its own."
                raise _mistake("duplicate-card", sentence, "cards", place, "name")
        return self

    @model_validator(mode="after")
    def _always_has_no_limits(self) -> "Playbook":
        if self.always and "limits" in self.model_fields_set:
            raise _mistake(
                "always", "A playbook with always: true is never held back, so it cannot have limits.", "limits"
            )
        return self
