"""Ways to reach a person: a folder each, which says what it is. ``registry`` has all, by what each has ``declared``."""
