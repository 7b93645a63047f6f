"""The live playbooks: edits are picked up without a restart, and a broken edit never replaces a good library.

``shelf``     what this process decides with: the library in force, whoever brought it
``folder``    what the folder holds, once it has settled
``revision``  where that came from
``words``     the same for people
"""

from coach.shelf.folder import Folder
from coach.shelf.shelf import Shelf, State
from coach.shelf.words import in_figures, in_words

__all__ = ["Folder", "Shelf", "State", "in_figures", "in_words"]
