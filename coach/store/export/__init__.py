"""What other systems read: ``portions`` of the log, its ``aggregates``, and a ``feed`` with its ``feed_facts``."""
