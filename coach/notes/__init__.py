"""Open cards → wanted notes, and how a note may look.

``wanted``   the notes that a deal should have
``body``     a card as the body of a note
``title``    a note's title, and the marker by which it is found again
``markup``   a body from the richest form to plain text, as Salesforce wants it escaped
``lines``    HTML read into the lines that every form is written from
``blocks``   HTML cut into the blocks that it is made of
``others``   what others wrote into a note, told from what Coach wrote
"""

from coach.notes.markup import forms
from coach.notes.others import imprint
from coach.notes.title import marker
from coach.notes.wanted import Standing, Style, living_key, wanted_notes

__all__ = ["Standing", "Style", "forms", "imprint", "living_key", "marker", "wanted_notes"]
