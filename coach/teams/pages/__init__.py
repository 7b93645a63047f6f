"""Pages about teams and reps: what was given, what came of it, and what to talk about.

``period``     which weeks a page looks at
``kept``       figures, not counted anew for each look
``counts``     figures by rep → what a team's page shows; where only groups may be shown, what tells of no person
``scorecard``  the same for playbooks
``needs``      who needs their manager: ``rules`` say why, ``thresholds`` from when on
``topics``     what a manager and a rep may talk about
``charts``     the same figures as Vega-Lite specifications
``views``      the routes
"""

from coach.teams.pages.views import TeamPages

__all__ = ["TeamPages"]
