"""The log, as managers look through it: what was decided about whom, why, and what came of it.

``page``      one page of it: ``lines`` chosen by ``filters``, in an ``order``, or one's ``saved_views``
``story``     one decision, from the events that led to it to what came after; ``comments`` are what managers add
``choices``   what a person may narrow the log to
``logbook``   all of that as one part of the store
``tables``    comments and saved views
``pages``     the start page, the log and the page of a decision
"""
