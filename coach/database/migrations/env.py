"""Runs revisions within the caller's transaction: see ``coach.app.migrate``, which passes the tables in.

A developer creates a new one with ``alembic revision --autogenerate`` through the same function; the tests check that
models and revisions are equal on both databases.
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
