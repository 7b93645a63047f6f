"""Deal × Playbooks → Match. An index finds the playbooks that apply; an explanation says why.

``rulebook``   the compiled library: find and explain
``facts``      a deal's value for each fact of the vocabulary
``operands``   what a condition looks at: a value, whether there is one, how far ahead a date lies …
``truth``      evaluates a tree directly, in three-valued logic
``lines``      the line item that a playbook refers to
``explain``, ``words``   the same evaluation, with every condition in words
``grounds``    the conditions that made a playbook apply
``clauses``    rewrites a tree as alternatives that an index can hold
``columns``, ``ranges``, ``products``   per operand: its value → the clauses that it satisfies, as a bit set
``index``      all clauses of all playbooks
``next_change``   when conditions that depend on time next change their outcome
``tracked``    the fields whose history an org must track
"""

from coach.engine.matching.rulebook import Matches, Rulebook, compile_rules

__all__ = ["Matches", "Rulebook", "compile_rules"]
