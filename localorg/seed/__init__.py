"""Sample data for an empty org: a company with people, products, customers, and deals with a past.

``content``    the YAML files in this folder → frozen plans
``scale``      generates more people, customers and deals than the files contain
``calendar``   "47 days ago", "quarter_end" → dates and times
``writer``     writes records, without the objects and fields that this org does not have
``company``, ``catalogue``, ``customers``, ``deals``   plans → records, in this order
``timeline``   the plan of a deal → its events
``story``      the events still to come, if the org begins some weeks ago
"""

from localorg.seed.seed import seed
from localorg.seed.story import Story

__all__ = ["Story", "seed"]
