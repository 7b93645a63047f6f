"""Deals as CSV: one row per change of a deal, with the deal's state from then on.

Columns are named like the keys of a deal's JSON, with ``owner.name`` for nested keys, and the API name for any further
field. An empty cell is empty on the record. A fact without a column is unknown. In a single row, the facts named in the
cell ``unreadable`` are unknown, too. Products have no columns. The stage history follows from the rows of a deal.

``columns``   the names of the columns
``write``, ``read``   deals → rows, rows → deals
"""

from coach.foresee.table.read import read_table
from coach.foresee.table.write import write_table

__all__ = ["read_table", "write_table"]
