"""YAML → Playbook: a strict reader for what sales enablement writes. Reports every mistake with its line and a
sentence.

``load``        a folder → a library, or every problem in it
``folders``     finds the files in a folder; ``defaults`` merges what a folder sets for its playbooks
``library``     all playbooks together, identified by a hash of their content
``asking``      the facts and fields that they ask of a deal
``read``        one file's text → a playbook
``tree``        text → a tree of ``nodes`` with positions, from a safe subset of YAML; ``strict``: what parsers let pass
``parsing``     text → what a YAML parser finds in it: an exact parser, or for most files a fast one
``scalars``     what an unquoted scalar means in YAML 1.2
``vocabulary``  the words of the language: facts, and what combines conditions
``facts``       each fact: what it is, where an org and a deal hold it, and its names
``operators``   each operator: what it takes, looks at and compares, and how an index may find it
``fieldtypes``  the field types that an org's describe names
``reading``, ``comparisons``, ``values``   nodes → conditions, one comparison, the values to its right
``conditions``  the tree that a ``when:`` becomes; ``closed`` adds the implied condition
``model``       the playbook and its cards
``texts``       the texts of the cards, and their positions in the file
``sentences``, ``syntax``, ``problems``, ``advice``   mistakes in the author's words, and what to write instead
``plain``       nodes → plain values for the models
``languages``   language codes, and common spellings of them
``reference``   generates the tables of docs/playbooks.md
``schema``, ``schema_conditions``   the language as JSON Schema, for editors
"""

from coach.engine.playbook.library import Library
from coach.engine.playbook.load import load, load_texts
from coach.engine.playbook.model import Playbook

__all__ = ["Library", "Playbook", "load", "load_texts"]
