"""One file for each change of the schema, named by the day on which it was made.

A revision is never edited in place, because databases that have it would still count as up to date. A test holds it.
"""
