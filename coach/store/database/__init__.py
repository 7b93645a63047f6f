"""Transactions and connections: how one begins, who may write, and how values are kept.

``engine``       opening SQLite or PostgreSQL; ``migrate`` brings it to the shape this version expects
``transaction``  how a transaction begins, what time it is in it, and what its failure is called
``lock``, ``forks``   one writer at a time on SQLite; workers that fork
``groups``, ``given``   several threads, one commit; several rows, one statement
``columns``, ``documents``   types that mean the same on both databases; nouns as JSON
``slots``, ``memory``   periodic jobs and signs of life; what was found out about the org
"""
