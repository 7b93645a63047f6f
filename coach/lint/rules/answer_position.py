"""Questions whose right answer is always in the same place.

Whoever has answered three of them knows the fourth without reading it. It is told of once, where the library has at
least six questions.

Fails::

    cards:
      - {name: a, title: A, question: {ask: One?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: b, title: B, question: {ask: Two?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: c, title: C, question: {ask: Three?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: d, title: D, question: {ask: Four?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: e, title: E, question: {ask: Five?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: f, title: F, question: {ask: Six?, options: ["Yes", "No"], answer: 1, explanation: So.}}

Passes::

    cards:
      - {name: a, title: A, question: {ask: One?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: b, title: B, question: {ask: Two?, options: ["Yes", "No"], answer: 2, explanation: So.}}
      - {name: c, title: C, question: {ask: Three?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: d, title: D, question: {ask: Four?, options: ["Yes", "No"], answer: 1, explanation: So.}}
      - {name: e, title: E, question: {ask: Five?, options: ["Yes", "No"], answer: 2, explanation: So.}}
      - {name: f, title: F, question: {ask: Six?, options: ["Yes", "No"], answer: 1, explanation: So.}}
"""

from collections.abc import Iterator

from coach.lint.collection import Collection
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "answer-position"
SEVERITY = Severity.WARNING

_FEWEST = 6


def check(collection: Collection, context: Context) -> Iterator[tuple[Subject, RuleRemark]]:  # noqa: ARG001  # as all rules
    """Check all files together; the remark is on the first question."""
    questions = [
        (subject, place, card.question.answer)
        for subject in collection.subjects
        for place, card in enumerate(subject.playbook.cards)
        if card.question
    ]
    answers = {answer for _, _, answer in questions}
    if len(questions) >= _FEWEST and len(answers) == 1:
        subject, place, answer = questions[0]
        sentence = f"The right answer is number {answer} in all {len(questions)} questions: move some of them."
        yield subject, subject.remark(subject.at("cards", place, "question", "answer"), sentence)
