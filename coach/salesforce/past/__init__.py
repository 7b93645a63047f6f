"""Many deals at once, and deals as they stood in the past.

``ids``      the ids of existing opportunities
``read``     the org's histories of some opportunities
``rebuild``  a history → the deal as it stood after each change
"""
