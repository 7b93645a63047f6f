"""Deals as CSV: a row for each change of a deal, with the deal as it stood from then on.

Columns are called as the keys of a deal's JSON, ``owner.name`` for what lies deeper, and an API name for any further
field. An empty cell is empty on the record; a fact without a column is not known, and neither is, of one row, what its
cell under ``unreadable`` names. Products have no columns. The stage history follows from the rows of a deal.

``columns``   what they are called
``write``, ``read``   deals → rows, rows → deals
"""

from coach.foresee.table.read import read_table
from coach.foresee.table.write import write_table

__all__ = ["read_table", "write_table"]
