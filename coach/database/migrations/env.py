"""Runs revisions within the transaction of whoever asked: see ``coach.app.migrate``, which hands in the tables.

A developer writes a new one with ``alembic revision --autogenerate`` through the same function; the tests hold models
and revisions equal on both databases.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["tables"],
    compare_type=True,
    include_name=context.config.attributes["declared"],
    # SQLite cannot change a column in place; Alembic then copies the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
