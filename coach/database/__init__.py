"""Transactions and connections: how one begins, who may write, and how values are kept. It knows no table.

``engine``       opening SQLite or PostgreSQL
``transaction``  how a transaction begins, what time it is in it, and what its failure is called
``lock``, ``forks``   one writer at a time on SQLite; workers that fork
``groups``, ``given``   several threads, one commit; several rows, one statement
``columns``      types that mean the same on both databases
``failures``     what a database complains about
``migrations``   how the tables came to their shape, from version to version; ``coach.app.migrate`` runs them
"""
