"""What is stored about people, and when it is deleted.

``person``, ``erase``   one person's data: list it, and erase it
``notes``       whose a note is
``mentions``    rows of others that name a person
``audit``       who viewed whose log
``retention``   deletes old rows, by its ``retention_rules``
``tables``      the table of views; ``store``: all of it, as one part of the store
"""
