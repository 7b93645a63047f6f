"""What is kept about people, and when it goes.

``person``, ``erase``   one person's data: all of it, and none of it
``views``       who viewed whose log
``retention``   lets go of what is old, by its ``retention_rules``
``tables``      who viewed whose log
"""
