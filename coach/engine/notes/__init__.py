"""Open cards → wanted notes, and the forms that a note may take.

``wanted``   the notes that a deal should have
``body``     cards as the body of a note
``title``    a note's title
``marker``   the marker that identifies a note after a lost answer, and its place in the note
``forms``    a body in three forms, from rich to plain text
``reading``  reads the HTML that stands in an org as lines
``blocks``   cuts HTML into its blocks
``others``   separates what others wrote into a note from what Coach wrote
"""

from coach.engine.notes.forms import forms
from coach.engine.notes.marker import marker
from coach.engine.notes.others import imprint
from coach.engine.notes.wanted import NOTE, Style, living_key, notes_in, wanted_notes

__all__ = ["NOTE", "Style", "forms", "imprint", "living_key", "marker", "notes_in", "wanted_notes"]
