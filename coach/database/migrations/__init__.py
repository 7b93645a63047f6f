"""Alembic's folder: ``env`` runs the revisions in ``versions`` on the connection that it receives."""
