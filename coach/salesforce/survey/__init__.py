"""What ``coach doctor`` reads from an org: two composite calls, and what no composite takes, all of it read-only.

Whatever is refused becomes a fact that is None, with the reason beside it; nothing here raises for an answer of the
org.

``surveyor``   what is read, and in which calls
``answers``    the answers, by name
``facts``      answers → facts of the org
``people``     who may do what, and who owns deals
``layouts``    the opportunity's page layouts
"""

from coach.salesforce.survey.surveyor import Surveyor, SurveyRequest

__all__ = ["Surveyor", "SurveyRequest"]
