"""Explanations, plans and backtests for people and programs.

``explanation``   as text lines, and as JSON
``words``         how figures and names are written
"""
