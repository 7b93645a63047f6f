"""A believable company for an empty org: people, products, customers, and deals with a past.

``content``    the YAML files beside this one → frozen plans
``scale``      more people, customers and deals than the files hold
``calendar``   "47 days ago", "quarter_end" → dates and moments
``writer``     the one that writes, leaving out what this org does not have
``company``, ``catalogue``, ``customers``, ``deals``   plans → records, in this order
``story``      what has not happened yet, where the org begins some weeks ago
"""

from localorg.seed.seed import seed
from localorg.seed.story import Story

__all__ = ["Story", "seed"]
