"""What other systems read: the log as a file and as JSON.

``portions``    rows of the log, many short transactions
``aggregates``  the log in figures
``feed_facts``  what a row of the feed tells of
``privacy``     what leaves the house and when it goes, as one part of the store
``pages``       the log as a file; ``api``: as JSON, with the feed
"""
