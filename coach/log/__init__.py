"""The decision log as managers browse it: what was decided, for whom, why, and the result.

``page``      one page of it: ``lines`` selected by ``filters``, in an ``order``, or by a user's ``saved_views``
``outcomes``  what became of a delivered card
``story``     one decision, from the events that led to it to what followed; ``comments`` are added by managers
``columns``   the log's columns, for every export of it
``choices``   the values that a person can filter the log by
``logbook``   all of that as one part of the store
``tables``    comments and saved views
``pages``     the start page, the log and the page of a decision
"""
