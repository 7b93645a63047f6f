"""Phrases for conditions: messages for :mod:`coach.engine.languages`.

A fact is named by its label. The label stands before a colon in most languages, so it needs no article or case. Each
fact declares its label and its phrases for counts and truth values; each operator declares the phrase for what was
asked for.
"""

from coach.engine.languages import message, messages

CLOSES = messages("it closes in {value} day", "it closes in {value} days")
CLOSES_TODAY = message("it closes today")
PASSED = messages("the close date passed {value} day ago", "the close date passed {value} days ago")

NO_DAY_YET = {
    "days_in_stage": message("it came into its stage less than a day ago"),
    "age_days": message("the deal is less than a day old"),
    "owner_tenure_days": message("the owner began here today"),
}
"""The phrase for a fact that counts whole days when it is 0: nobody says “0 days”."""

IS = message("the {fact} is {value}")
FILLED_IN = message("the {fact} is filled in")
NOT_FILLED_IN = message("the {fact} is not filled in")
TODAY = message("the {fact} is today")
AHEAD = messages("the {fact} is {value} day ahead", "the {fact} is {value} days ahead")
AGO = messages("the {fact} is {value} day ago", "the {fact} is {value} days ago")
CAME = message("the deal came from {before} into {now} on {day}")
FROM_THE_START = message("the deal has been in {now} from the start")

ON_DEAL = message("{product} is on the deal")
ON_DEAL_WITH = message("{product} is on the deal ({told})")
TOLD = message("{fact} {value}")
NO_LINES = message("the deal has no products")
EVERY = message("every product is one {asked}")
EVERY_AS_ASKED = message("every product is as asked for")
NOT_EVERY = message("not every product is one {asked}")
NOT_EVERY_AS_ASKED = message("not every product is as asked for")
NONE = message("no product {asked} is on the deal")
NONE_AS_ASKED = message("no product on the deal is as asked for")

QUOTED = message("“{text}”")
YES, NO = message("yes"), message("no")
SO_MANY_DAYS = messages("{value} day", "{value} days")

ASKED_EMPTY = message("whose {fact} is not filled in")

WHY = message("You see this because {facts}.")
MORE = message("more of the deal fits")
APPLIES = message("the playbook applies to this deal")
