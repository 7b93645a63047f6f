"""Deal × Playbooks → Match: an index that finds, and an explanation that tells.

``rulebook``   the library, compiled: find and explain
``facts``      what a deal holds for each fact of the vocabulary
``aspects``    what exactly a condition looks at: a value, whether there is one, how far ahead a date lies …
``truth``      the outcome of a tree, plainly, in three values
``lines``      the line item that a playbook speaks of
``explain``, ``words``   the same walk with every condition in words
``clauses``    a tree as alternatives that an index can hold
``columns``, ``ranges``, ``products``   for one aspect, its value → the clauses that it satisfies, as bits
``index``      all clauses of all playbooks
``turning``    when conditions on time next come out differently
"""

from coach.engine.matching.rulebook import Matches, Rulebook, compile_rules

__all__ = ["Matches", "Rulebook", "compile_rules"]
