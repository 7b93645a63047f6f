"""Explanations, plans and backtests for people and programs.

``explanation``   as text lines, and as JSON
``plan``          in sections, for a terminal or Markdown; ``plan_document`` as JSON; ``held`` a part of both
``backtest``      in sections, and as JSON
``sections``      a report independent of its format; ``terminal`` and ``markdown`` format it
"""
