"""What is kept about people, and when it goes.

``person``, ``erase``   one person's data: all of it, and none of it
``cells``       which figures would tell about a person
``views``       who viewed whose log
``retention``   lets go of what is old, by its ``retention_rules``
``privacy``     all of that, and what leaves the house, as one part of the store
"""
