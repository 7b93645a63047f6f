"""Transactions and connections: how one begins, who may write, and how values are kept.

``engine``       opening SQLite or PostgreSQL; ``migrate`` brings it to the shape this version expects
``transaction``  how a transaction begins, what time it is in it, and what its failure is called
``lock``, ``groups``, ``forks``   one writer at a time on SQLite, several threads in one commit, workers that fork
``columns``, ``documents``   types that mean the same on both databases; nouns as JSON
``slots``, ``memory``   periodic jobs and signs of life; what was found out about the org
"""
