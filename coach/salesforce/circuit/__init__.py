"""Circuit breakers: the longer an org refuses everything, the less often all processes together ask it.

``calls``    for calls of any kind, when the org or its address refuses all of them alike
``writes``   for writing notes (``state``: what is known of an org that takes none, and what follows from that)
``stored``   a state in the memory that all processes share
``pauses``   how long the org is left alone
``refusal``  why notes were refused, and the error for whoever may not ask now

A used-up limit is reported in many different words, some of them unknown, so nothing depends on the words. What counts
is that one note after the other is refused and none is taken. From then on one note is tried from time to time, and the
others wait; the first note that is taken ends it, and the next sweep makes due what waits for that.

An answer that was lost tells nothing. It counts as a refusal once a look has not found its note; until then, the third
call in a row without an answer makes the others wait for a moment. Reading is never held: a note that is found, or
already has its new text, shows that the org takes notes.
"""
