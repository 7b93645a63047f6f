"""How long a card takes."""

from decimal import Decimal

from coach.engine.cards import reading_minutes
from tests.engine.cards.examples import a_playbook


def minutes(**card: object) -> Decimal:
    return reading_minutes(a_playbook({"title": "x", **card}).cards[0])


def test_238_words_are_one_minute() -> None:
    assert minutes(tip="word " * 237) == Decimal("1.0")
    assert minutes(tip="word " * 238) == Decimal("1.1")


def test_a_question_takes_twenty_seconds_more_than_its_words() -> None:
    question = {"ask": "a", "options": ("b", "c"), "answer": 1, "explanation": "d"}

    assert minutes(tip="word " * 400) == Decimal("1.7")
    assert minutes(tip="word " * 396, question=question) == Decimal("2.1")


def test_a_video_counts_with_its_length() -> None:
    video = {"title": "x", "url": "https://video.example/", "minutes": Decimal("2.5")}

    assert minutes(video=video) == Decimal("2.6")


def test_a_value_is_a_word_and_what_is_not_read_is_none() -> None:
    plain = minutes(tip="word " * 237)

    assert minutes(tip="{{ deal.name | default('one two three') }} " * 9 + "word " * 228) == plain
    assert minutes(tip="[word](https://wiki.example/a-b-c?d=e) " * 80 + "word " * 157) == plain
    assert minutes(tip="{% if deal.won and deal.closed %}{# remark #}{% endif %}" + "word " * 237) == plain
