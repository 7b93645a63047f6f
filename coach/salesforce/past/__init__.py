"""Many deals at once, and deals as they stood in the past.

``ids``      which opportunities there are
``read``     the org's histories of some opportunities
``rebuild``  a history → the deal as it stood after each change
"""
