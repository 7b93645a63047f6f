"""The channel of notes: many to a call where the org takes that, one by one where it does not.

``channel``  deliveries → notes, and what is kept of each; ``org`` is what that takes of the org
``nouns``    a piece of work and its receipt, as notes have them
``draft``    a note on its way: what is known of it so far
``rungs``    the ways to send notes' contents, from the widest to the narrowest
``links``    the same for the links that hang notes on records
``ladder``   chooses the rung, steps down, and finds the one note that spoils a batch
``writer``   pieces of work → receipts: others' words, then contents, then links, then whatever was there already
``kept``     what others wrote into a note, found before it is changed
``seen``     notes as the org has them: versions, authors, recycle bin
``receipts`` how a fault reads on a receipt; ``verdicts``: what is made of what the org does not find
``find``     finding notes again; ``on_record``: what hangs on one
``whereabouts`` what has become of notes that were written; ``visibility``: closing them to outsiders
``remove``   taking notes off their records; ``strays``: notes in the org that the store does not know of
``trial``    notes written on one deal in every way that no document tells of
"""

from coach.channels.notes.channel import NotesChannel

__all__ = ["NotesChannel"]
