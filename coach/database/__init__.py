"""Transactions and connections: how one begins, who may write, and how values are stored. It knows no table.

``engine``       opening SQLite or PostgreSQL
``transaction``  how a transaction begins, its time, and how its failures are reported
``schema``       what a database's schema is to this version of Coach, and who must act
``lock``, ``forks``   one writer at a time on SQLite; repair after a fork
``groups``, ``given``   several threads, one commit; several rows, one statement
``columns``      types that mean the same on both databases
``failures``     explains database errors in sentences
``migrations``   the schema's revisions, from version to version; ``coach.app.migrate`` runs them
"""
