"""YAML → Playbook: what sales enablement writes, read strictly, every mistake with its line and a sentence.

``load``        a folder → a library, or every problem in it
``library``     all playbooks together, known by their content
``asking``      what they ask of a deal
``read``        one file's text → a playbook
``nodes``       text → a tree with positions; nothing clever in YAML gets past it
``scalars``     what a plain word in YAML 1.2 means
``vocabulary``  the words of the language: facts, and what combines conditions
``operators``   each operator: what it takes, looks at, compares, and how it may be found
``fieldtypes``  the types of field that an org's describe names
``reading``, ``comparisons``, ``values``   nodes → conditions, one comparison, what stands to its right
``conditions``  the tree that a ``when:`` becomes; ``closed`` adds what goes without saying
``model``       the playbook and its cards
``texts``       the texts of the cards, and where in the file they stand
``sentences``, ``problems``   mistakes in the author's words
``reference``   the tables of the language's page
``schema``, ``schema_conditions``   the language for editors
"""

from coach.engine.playbook.library import Library
from coach.engine.playbook.load import load, load_texts
from coach.engine.playbook.model import Playbook

__all__ = ["Library", "Playbook", "load", "load_texts"]
