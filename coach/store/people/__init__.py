"""Who may look, and at whom: ``people`` and managers, ``sessions``, ``service_tokens``; ``identity`` is the door."""
