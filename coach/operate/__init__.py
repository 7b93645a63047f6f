"""Operating Coach: whether events arrive and notes go out, in words and in figures.

``ready``   the result of a readiness check
``state``   the checks of the operators' page, and their sentences
``pages``   the operators' page, and the buttons that retry
``health``  /healthz, /readyz; ``metrics``: /metrics
"""
