"""The questions of the write test, declared once, and what each answer changes.

The test finds out what is undocumented about an org. An answer is ``yes``, or ``no`` with the org's own code and words
behind it, or what was found. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

YES = "yes"
NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class TrialQuestion:
    """``changes`` says what depends on the answer, for Coach and for the reader."""

    name: str
    asks: str
    changes: str


QUESTIONS = (
    TrialQuestion(
        "note", "May this user create a note?", "No: no card can be written; the words behind it say what is off."
    ),
    TrialQuestion(
        "snote",
        "May it create one as a file (ContentVersion, .snote) that hangs on the deal at once?",
        "The way that is left where the question before is answered with no; Coach does not go it by itself.",
    ),
    TrialQuestion("update", "May it change a note?", "No: cards would stand as they were first written."),
    TrialQuestion("read_back", "Is the note found on the deal?", "No: a lost answer could leave a second note."),
    TrialQuestion(
        "visibility",
        "For whom may a note hang on a deal?",
        "InternalUsers: partners never read it. AllUsers: this org knows no outsiders, so nobody is shut out.",
    ),
    TrialQuestion(
        "share_type", "How may it be shared?", "I: who may edit the deal may edit the note. V: they may read it."
    ),
    TrialQuestion("link", "May a note be hung on this deal?", "No: cards are written where nobody sees them."),
    TrialQuestion(
        "collection", "Are notes taken by the batch?", "Yes: some ten calls for a thousand cards. No: some hundred."
    ),
    TrialQuestion(
        "reference", "May a link refer to the note before it, in one call?", "Yes: a single card costs one call."
    ),
    TrialQuestion(
        "collection_reference",
        "May links in a batch refer to the batch of notes before it (@{notes[0].id})?",
        "Yes: notes and links go out together. No: links take a call of their own.",
    ),
    TrialQuestion("markup", "Which formatting survives?", "What does not is left out: Coach writes plainer notes."),
    TrialQuestion("characters", "Which characters survive?", "What does not is best avoided in playbooks."),
    TrialQuestion(
        "audience", "Which audience does a signed assertion need?", "The operator sets COACH_SALESFORCE_JWT_AUDIENCE."
    ),
    TrialQuestion(
        "userinfo",
        "Does the sign-in for people tell who somebody is?",
        "No: part 5 of docs/admin.md, the scope openid; a person's own sign-in is what counts.",
    ),
    TrialQuestion(
        "remove", "May this user remove its notes?", "No: notes of people who are erased must be removed by an admin."
    ),
)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The answers by question.

    ``left`` are ids of what could not be removed, each with the reason. ``stopped`` is what ended the test early.
    """

    answers: Mapping[str, str]
    left: Mapping[str, str] = field(default_factory=dict)
    stopped: str = ""


def lines(result: TrialResult) -> list[str]:
    """The answers for people: question, answer, what it changes."""
    shown: list[str] = []
    for question in QUESTIONS:
        answer = result.answers.get(question.name, NOT_TRIED)
        shown += [f"{question.asks} {answer}", f"    {question.changes}"]
    if result.stopped:
        shown.append(f"The test ended before all was tried: {result.stopped}")
    if result.left:
        shown.append("These could not be removed; an admin deletes them (Files, or Data Loader: ContentDocument):")
        shown += [f"    {note_id}: {why}" for note_id, why in result.left.items()]
    else:
        shown.append("Everything that was written for this is removed again.")
    return shown
