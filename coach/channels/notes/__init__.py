"""The notes channel: many notes per API call if the org accepts that, otherwise one by one.

``channel``  deliveries → notes, and the details stored about each; ``org`` is the interface it needs to the org
``nouns``    the channel's own types: a note to be written, its receipt, and so on
``draft``    a note on its way: what is known of it so far
``rungs``    the ways to send notes' contents, from the widest to the narrowest
``links``    the same for the links that attach notes to records
``linking``  attaches notes to records over those rungs
``contents`` sends contents over the rungs, in plainer forms where the org refuses markup
``ladder``   chooses the rung, steps down, and finds the one note that breaks a batch
``writer``   pieces of work → receipts: others' words, then contents, then links, then links that existed already
``careful``  protects the writer with a circuit; ``leaving``: notes that are to leave their records
``preparing`` finds what others wrote into a note, before it is changed
``note_documents`` notes as the org has them: versions, authors, recycle bin
``receipts`` turns a fault into a receipt; ``verdicts``: decides about what the org does not find
``find``     finds notes again; ``on_record``: what is attached to a record; ``own``: all notes that Coach made
``whereabouts`` what has become of notes that were written; ``visibility``: hides them from outsiders
``remove``   removes notes from their records; ``strays``: notes in the org that the store does not know of
``checks``   what ``coach doctor`` finds about notes
``trial``    the write test: writes notes on one deal in every way that is undocumented
"""

from coach.channels.notes.channel import NotesChannel

__all__ = ["NotesChannel"]
