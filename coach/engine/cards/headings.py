"""Coach's own words on a card: the headings above each block, and before the answer and the owner."""

from collections.abc import Mapping

from coach.engine.languages import message, messages

HEADINGS: Mapping[str, str] = {
    "tip": message("Tip"),
    "talk_track": message("Talk track"),
    "objection": message("Objection"),
    "checklist": message("Checklist"),
    "video": message("Video"),
    "link": message("Read"),
    "question": message("Question"),
}
ANSWER = message("Answer:")
PLAYBOOK = message("Playbook: {title}")
OWNER = message("Owner: {owner}")
MINUTES = messages("{value} min", "{value} min")
OBJECTION = message("“{text}”")
