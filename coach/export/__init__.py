"""Interfaces for other systems: the log as a file and as JSON.

``batches``     rows of the log, in many short transactions
``aggregates``  the log's figures
``feed_facts``  the facts that the rows of the feed refer to
``store``       exports and the feed, as one part of the store
``pages``       the log as a file; ``api``: as JSON, with the feed
"""
