"""The write test: notes on one deal, in every way that no document tells of, and all of them removed again.

Sources of what is tried: Object Reference, ContentNote, ContentDocumentLink and ContentVersion (PathOnClient,
FirstPublishLocationId); REST API Developer Guide, "Composite" and "Collections" (blobs as base64 up to 37.5 MB).

``run``        asks everything, and tidies up however it ends
``hand``       writes, and knows all that it wrote
``hanging``    one note: made, hung, changed, found again
``batches``    several at once, and links that refer to them
``texts``      which formatting and characters survive
``doors``      other ways in: as a file, by assertion, as a person
``remember``   what the note writer learns from it
"""

from coach.channels.notes.trial.remember import remember
from coach.channels.notes.trial.run import WriteTest

__all__ = ["WriteTest", "remember"]
