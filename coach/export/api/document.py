"""The OpenAPI description of the log's API and files. It is a separate document, because Salesforce imports the other
one.
"""

from functools import cache
from typing import Any

from coach.export.aggregates import Dimension
from coach.export.api import answers
from coach.export.api.decisions import MOST_ROWS
from coach.export.api.decisions import ROWS as A_PAGE
from coach.log.pages.fields import FILTERS, SORT, Field, one_of
from coach.web.apidoc import ErrorResponse, Operation, Parameter, paths, schemas, shared_parameters
from coach.web.viewer import TokenScope

_SIGN_IN = {
    401: "Neither a live token nor somebody signed in.",
    403: "This token was not made for that, or these people are not yours to see.",
}
_NO_SENSE = {400: "The question makes no sense; the message says which part."}
_ALWAYS = {
    404: "The log is not served here: the pages are off.",
    405: "Only GET is allowed.",
    429: "Too many failures from this address; see Retry-After.",
    503: "The database does not answer; try again later.",
}
_OF_FILES = {
    302: "Nobody is signed in, and no token was sent: on to the sign-in page.",
    400: "The question makes no sense; a page says which part.",
    401: "A token was sent that is none, or not any more.",
    403: "The token was not made for that, or the person may see no rows.",
}


def _filter(field: Field) -> Parameter:
    return Parameter(field.name, field.meaning, field.schema, shared=True)


_FILTERS = tuple(map(_filter, FILTERS.values()))
_ROWS = (*_FILTERS, _filter(SORT))
_LIMIT = Parameter("limit", "Rows.", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": A_PAGE})

OPERATIONS = (
    Operation(
        rule="/api/v1/decisions",
        id="listDecisions",
        summary="The rows of the log",
        description="Newest first, with the filters of the log's page. Ask again with after=next until next is null.",
        parameters=(
            *_ROWS,
            Parameter("after", "Where the page begins: next of the page before.", {"type": "string"}),
            _LIMIT,
        ),
        answered="A page.",
        answer=answers.DecisionPage,
        refusals=_NO_SENSE | _SIGN_IN | _ALWAYS,
    ),
    Operation(
        rule="/api/v1/decisions/<int:decision_id>",
        id="getDecision",
        summary="One decision with its whole story",
        parameters=(
            Parameter(
                "decision_id",
                "Id of the decision.",
                {"type": "integer", "format": "int64", "minimum": 0},
                where="path",
                required=True,
            ),
        ),
        answered="The story.",
        answer=answers.Story,
        refusals=_SIGN_IN | _ALWAYS | {404: "There is no such decision, or it is not yours to see."},
    ),
    Operation(
        rule="/api/v1/feed",
        id="readFeed",
        summary="Everything that is added, in one order",
        description="Decisions, settlements of notes and responses, each once, in an order that never changes. Keep"
        " next, and ask again with after=next: at once where more is true, else after a while. Rows that were erased or"
        " are not kept any more keep their place, with null in place of the fact. A place at which something was missed"
        " is answered with 410.",
        parameters=(
            Parameter(
                "after",
                "Where to go on: next of the answer before. Without it, from the oldest row that is kept.",
                {"type": "string", "pattern": "^[0-9]{1,18}$"},
            ),
            _LIMIT,
        ),
        answered="A part of the feed.",
        answer=answers.Feed,
        refusals=_NO_SENSE
        | _SIGN_IN
        | _ALWAYS
        | {410: "Something was missed at this place in the feed; the message says how to begin again."},
    ),
    Operation(
        rule="/api/v1/aggregates",
        id="readAggregates",
        summary="The log in figures",
        description="By one dimension, narrowed by the filters of the log; without from, of the last 90 days. Callers"
        " who may not see the people behind the figures"
        f" (enablement, and tokens with {TokenScope.READ_AGGREGATES} alone)"
        " are shown groups of enough people only; further groups are left out where they would give a small one away,"
        " and those that would tell about a person when compared with another answer. For them figures are of whole"
        " months, twelve at most, without from of this one and the three before; filters that narrow to single deals"
        " are refused.",
        parameters=(
            Parameter(
                "by",
                "What figures are grouped by; team is the rep's manager when it was decided.",
                one_of([*Dimension]),
                required=True,
            ),
            *_FILTERS,
        ),
        answered="The figures.",
        answer=answers.Aggregates,
        refusals=_NO_SENSE | _SIGN_IN | _ALWAYS,
    ),
    Operation(
        rule="/log/export.csv",
        id="exportCsv",
        summary="All rows as CSV",
        description="RFC 4180 in UTF-8 with a line of names, streamed. Text that a spreadsheet could take for a formula"
        " has an apostrophe before it.",
        parameters=(*_ROWS, Parameter("bom", "With a byte order mark, for Excel.", one_of(["1"]))),
        answered="The rows.",
        content="text/csv",
        refusals=_OF_FILES,
        refused_in_json=False,
    ),
    Operation(
        rule="/log/export.jsonl",
        id="exportJsonLines",
        summary="All rows as JSON, one a line",
        description="Each line is a Decision; streamed.",
        parameters=_ROWS,
        answered="The rows.",
        content="application/jsonl",
        refusals=_OF_FILES,
        refused_in_json=False,
    ),
)


@cache
def document(version: str) -> dict[str, Any]:
    """The OpenAPI 3.0.3 document."""
    models = [each.answer for each in OPERATIONS if each.answer]
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Coach log",
            "version": version,
            "description": "What Coach decided about which deal and why, what became of it, and what reps did: rows,"
            " one decision with its whole story, figures, and a feed for systems that follow. Everything shown is of"
            " people whom the caller may see; a token with read:log or read:feed sees everybody's. Who reads is"
            " recorded, and those it is about can read that.",
        },
        "servers": [{"url": "/"}],
        "security": [{"bearerToken": []}],
        "paths": paths(OPERATIONS),
        "components": {
            "securitySchemes": {
                "bearerToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A service token: coach token create. Scopes read:log, read:feed, read:aggregates or"
                    " admin. A browser session does as well.",
                }
            },
            "parameters": shared_parameters(OPERATIONS),
            "schemas": schemas([*models, answers.Decision, ErrorResponse]),
        },
    }
