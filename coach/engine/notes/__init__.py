"""Open cards → wanted notes, and how a note may look.

``wanted``   the notes that a deal should have
``body``     cards as the body of a note
``title``    a note's title
``marker``   the marker by which a note is found again, and where it stands
``markup``   a body from the richest form to plain text, as Salesforce wants it escaped
``lines``    HTML read into the lines that every form is written from
``blocks``   HTML cut into the blocks that it is made of
``others``   what others wrote into a note, told from what Coach wrote
"""

from coach.engine.notes.marker import marker
from coach.engine.notes.markup import forms
from coach.engine.notes.others import imprint
from coach.engine.notes.wanted import NOTE, DeliveredCard, Style, living_key, wanted_notes

__all__ = ["NOTE", "DeliveredCard", "Style", "forms", "imprint", "living_key", "marker", "wanted_notes"]
