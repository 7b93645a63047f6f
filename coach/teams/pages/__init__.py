"""Pages about teams and reps: what was given, the results, and what to talk about.

``period``     which weeks a page covers
``cached``     caches figures
``counts``     figures by rep → what a team's page shows; if only groups may be shown, nothing that reveals a person
``scorecard``  the same for playbooks
``needs``      who needs their manager: ``rules`` say why, ``thresholds`` from when on
``side_by_side``   compares teams
``topics``     what a manager and a rep may talk about
``team``, ``reps``   the content of a team's page, and of a rep's
``skills``     what a rep remembers of each skill, week by week
``links``      URLs of the log's rows behind figures; ``words`` are the pages' words
``charts``     the same figures as Vega-Lite specifications
``views``      the routes
"""

from coach.teams.pages.views import TeamPages

__all__ = ["TeamPages"]
