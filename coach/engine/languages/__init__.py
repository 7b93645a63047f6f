"""Languages and regions: the language of a text, and its words and figures.

``tags``     BCP 47 tags from Salesforce's codes, and the best language for a reader among those a text has
``figures``  numbers, money, percentages, days and lists as a region writes them
``wording``  Coach's own words, in the languages that it has them in
``words/``   a gettext catalog per language; see ``docs/contributor.md`` for how to add one
"""

from coach.engine.languages.figures import NumberFormat, figures_in, tenth
from coach.engine.languages.tags import best, canonical, chain, composed, of_salesforce, region_of
from coach.engine.languages.wording import Wording, in_every_language, message, messages, words_for, words_in

__all__ = [
    "NumberFormat",
    "Wording",
    "best",
    "canonical",
    "chain",
    "composed",
    "figures_in",
    "in_every_language",
    "message",
    "messages",
    "of_salesforce",
    "region_of",
    "tenth",
    "words_for",
    "words_in",
]
