"""The ten stages of a new org, with the values that each sets on a deal."""

from dataclasses import dataclass

FORECAST_NAMES = {
    "Omitted": "Omitted",
    "Pipeline": "Pipeline",
    "BestCase": "Best Case",
    "MostLikely": "Most Likely",
    "Forecast": "Commit",
    "Closed": "Closed",
}
"""Forecast categories: ForecastCategory → ForecastCategoryName. Only "Commit" does not follow from its name."""

FORECAST_CATEGORIES = {name: category for category, name in FORECAST_NAMES.items()}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; ``probability`` in per cent, ``forecast`` a value of ForecastCategory."""

    name: str
    probability: float
    forecast: str
    closed: bool = False
    won: bool = False


DEFAULT_STAGES = (
    Stage("Prospecting", 10, "Pipeline"),
    Stage("Qualification", 10, "Pipeline"),
    Stage("Needs Analysis", 20, "Pipeline"),
    Stage("Value Proposition", 50, "Pipeline"),
    Stage("Id. Decision Makers", 60, "Pipeline"),
    Stage("Perception Analysis", 70, "Pipeline"),
    Stage("Proposal/Price Quote", 75, "Pipeline"),
    Stage("Negotiation/Review", 90, "Pipeline"),
    Stage("Closed Won", 100, "Closed", closed=True, won=True),
    Stage("Closed Lost", 0, "Omitted", closed=True),
)
