"""A believable company for an empty org: people, products, customers, and deals with a past.

``content``    the YAML files beside this one → frozen plans
``scale``      more people, customers and deals than the files hold
``calendar``   "47 days ago", "quarter_end" → dates and moments
``writer``     the one that writes, leaving out what this org does not have
``company``, ``catalogue``, ``customers``, ``deals``   plans → records, in this order
"""

from coach.localorg.seed.seed import seed

__all__ = ["seed"]
