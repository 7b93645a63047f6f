"""The write test: writes notes on one deal in every way that is undocumented, and removes all of them again.

Sources of what is tried: Object Reference, ContentNote, ContentDocumentLink and ContentVersion (PathOnClient,
FirstPublishLocationId); REST API Developer Guide, "Composite" and "Collections" (blobs as base64 up to 37.5 MB).

``run``        asks everything, and cleans up however it ends
``hand``       writes, and keeps track of everything it wrote
``linking``    one note: created, attached, changed, found again
``batches``    several at once, and links that refer to them
``texts``      which formatting and characters survive
``doors``      other ways in: as a file, by assertion, as a person
``remember``   what the note writer learns from it
"""

from coach.channels.notes.trial.remember import remember
from coach.channels.notes.trial.run import WriteTest

__all__ = ["WriteTest", "remember"]
