"""Operating Coach: whether events arrive and notes go out, in words and in figures.

``ready``   what must be in place, as it was found
``state``   what is looked at, and the sentences for it
``pages``   the operators' page, and the buttons that try again
``health``  /healthz, /readyz; ``metrics``: /metrics
"""
