"""Runs revisions within the transaction of whoever asked: see :mod:`coach.store.database.migrate`.

A developer writes a new one with ``alembic revision --autogenerate`` through the same function; the tests hold models
and revisions equal on both databases.
"""

from alembic import context

from coach.store.database.migrate import declared
from coach.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    include_name=declared,
    # SQLite cannot change a column in place; Alembic then copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
