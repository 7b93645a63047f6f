"""Ways to reach a person, a folder each.

``registry``  all of them; ``declared`` is what each says of itself
``notes``     a note on the record
"""
