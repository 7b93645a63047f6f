"""What the platform does not answer, in its words."""

import pytest

from localorg.errors import ApiError
from localorg.tests.soql.conftest import Query

COLUMN_HINT = (
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
    "Please reference your WSDL or the describe call for the appropriate names."
)


def refusal(query: Query, soql: str) -> ApiError:
    with pytest.raises(ApiError) as refused:
        query(soql)
    assert refused.value.status == 400
    return refused.value


def test_an_unknown_field_is_pointed_at(query: Query) -> None:
    error = refusal(query, "SELECT Id, Bacon__c FROM Account LIMIT 2")
    assert error.code == "INVALID_FIELD"
    assert error.message == (
        "\nSELECT Id, Bacon__c FROM Account LIMIT 2\n           ^\nERROR at Row:1:Column:12\n"
        f"No such column 'Bacon__c' on entity 'Account'. {COLUMN_HINT}"
    )


def test_a_long_query_is_shown_around_the_place_in_its_own_row(query: Query) -> None:
    fields = ", ".join(["CloseDate", "StageName", "Probability", "Amount", "NextStep"])
    error = refusal(query, f"SELECT Id,\n{fields}, Nope FROM Opportunity WHERE Amount > 5 AND Probability < 80")
    shown = "Probability, Amount, NextStep, Nope FROM Opportunity WHERE Amount > 5"
    assert error.message.startswith(f"\n{shown}\n{' ' * 31}^\nERROR at Row:2:Column:54\nNo such column 'Nope'")


def test_an_unknown_object_is_not_supported(query: Query) -> None:
    error = refusal(query, "SELECT Id FROM Unicorn")
    assert error.code == "INVALID_TYPE"
    assert "\nERROR at Row:1:Column:16\nsObject type 'Unicorn' is not supported. If you are attempting" in error.message


def test_an_unknown_relationship_is_not_understood(query: Query) -> None:
    error = refusal(query, "SELECT Id, Foo.Name FROM Opportunity")
    assert error.code == "INVALID_FIELD"
    assert "Didn't understand relationship 'Foo' in field path. If you are attempting to use a custom" in error.message


def test_unknown_children_are_not_understood(query: Query) -> None:
    error = refusal(query, "SELECT Id, (SELECT Id FROM Offspring) FROM Opportunity")
    assert error.code == "INVALID_TYPE"
    assert "Didn't understand relationship 'Offspring' in FROM part of query call." in error.message


@pytest.mark.parametrize(
    ("soql", "sentence"),
    [
        ("SELECT Id FROM Account WHERE", "\nERROR at Row:1:Column:29\nunexpected token: '<EOF>'"),
        ("SELECT Id, FROM Account", "\nERROR at Row:1:Column:12\nunexpected token: 'FROM'"),
        ("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "unexpected token: 'OR'"),
        ("SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Name = 'c'", "unexpected token: 'AND'"),
        ("SELECT Id FROM Account WHERE Name == 'a'", "unexpected token: '='"),
        ("SELECT Id FROM Account WHERE Name IN ()", "unexpected token: ')'"),
        ("SELECT Id FROM Account; DROP TABLE Account", "unexpected token: ';'"),
        ("SELECT Id FROM Account WHERE CreatedDate = SOMEDAY", "unexpected token: 'SOMEDAY'"),
        ("SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS", "unexpected token: 'LAST_N_DAYS'"),
        ("SELECT Id FROM Account WHERE Name = '\\q'", "Illegal character sequence '\\q' in string literal."),
        ("SELECT Id FROM Opportunity WHERE CloseDate = 2026-02-30", "Invalid date: 2026-02-30"),
        ("SELECT Name n FROM Account", "only aggregate expressions use field aliasing"),
        ("SELECT DISTINCT Name FROM Account", "only aggregate expressions use field aliasing"),
        ("SELECT Name, COUNT(Id) FROM Account", "Field must be grouped or aggregated: Name"),
        ("SELECT COUNT(Id) FROM Account ORDER BY Name", "Ordered field must be grouped or aggregated: Name"),
        ("SELECT (SELECT COUNT(Id) FROM Contacts) FROM Account", "only root queries support aggregate expressions"),
        ("SELECT SHOUT(Name) FROM Account", "Invalid function: SHOUT"),
        ("SELECT FIELDS(ALL) FROM Account", "The SOQL FIELDS function must have a LIMIT of at most 200"),
        ("SELECT FIELDS(CUSTOM) FROM Account LIMIT 201", "The SOQL FIELDS function must have a LIMIT of at most 200"),
        (
            "SELECT Id FROM ContentDocument WHERE Id IN (SELECT ContentDocumentId FROM ContentDocumentLink)",
            "Entity 'ContentDocumentLink' is not supported for semi join inner selects",
        ),
    ],
)
def test_a_malformed_query_is_refused(query: Query, soql: str, sentence: str) -> None:
    error = refusal(query, soql)
    assert error.code == "MALFORMED_QUERY"
    assert error.message.endswith(sentence)


@pytest.mark.parametrize("soql", ["SELEKT Id FROM Account", "DELETE FROM Account", "; SELECT Id FROM Account"])
def test_a_query_that_is_none_names_its_first_word(query: Query, soql: str) -> None:
    assert refusal(query, soql).message == f"unexpected token: {soql.split()[0]}"


@pytest.mark.parametrize("soql", ["", "  \n "])
def test_an_empty_query_is_refused(query: Query, soql: str) -> None:
    assert refusal(query, soql).message == "SOQL statements cannot be empty or null"


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("Name = 5", "field 'Name' must be of type string and should be enclosed in quotes"),
        ("Name = TODAY", "field 'Name' must be of type string and should be enclosed in quotes"),
        ("Name LIKE 5", "field 'Name' must be of type string and should be enclosed in quotes"),
        ("Amount > '5'", "field 'Amount' must be of type double and should not be enclosed in quotes"),
        ("PushCount > '5'", "field 'PushCount' must be of type int and should not be enclosed in quotes"),
        ("IsClosed = 'true'", "field 'IsClosed' must be of type boolean and should not be enclosed in quotes"),
        ("CloseDate = '2026-01-01'", "field 'CloseDate' must be of type date and should not be enclosed in quotes"),
        (
            "CloseDate > 2026-01-01T00:00:00Z",
            "field 'CloseDate' must be of type date and should not be enclosed in quotes",
        ),
        (
            "CreatedDate > 2026-01-01",
            "field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes",
        ),
        ("AccountId = 5", "field 'AccountId' must be of type string and should be enclosed in quotes"),
    ],
)
def test_a_value_of_another_type_is_refused(query: Query, where: str, sentence: str) -> None:
    error = refusal(query, f"SELECT Id FROM Opportunity WHERE {where}")
    assert error.code == "INVALID_FIELD"
    assert error.message.endswith(f"value of filter criterion for {sentence}")


@pytest.mark.parametrize(
    ("soql", "sentence"),
    [
        (
            "SELECT Id FROM Opportunity WHERE Description = 'x'",
            "field 'Description' can not be filtered in a query call",
        ),
        ("SELECT Id FROM Opportunity ORDER BY Description", "field 'Description' can not be sorted in a query call"),
        (
            "SELECT COUNT(Id) FROM Opportunity GROUP BY Description",
            "field 'Description' can not be grouped in a query call",
        ),
        ("SELECT SUM(Name) FROM Opportunity", "field Name does not support aggregate operator SUM"),
        ("SELECT Id FROM Opportunity WHERE Id LIKE '006%'", "invalid operator on id field"),
        ("SELECT Id FROM Opportunity WHERE IsClosed > true", "invalid operator on boolean field"),
        ("SELECT Id, Name, name FROM Opportunity", "duplicate field selected: name"),
        ("SELECT Id FROM Task WHERE What.Phone = '1'", f"No such column 'Phone' on entity 'Name'. {COLUMN_HINT}"),
    ],
)
def test_a_field_used_as_its_type_does_not_allow_is_refused(query: Query, soql: str, sentence: str) -> None:
    error = refusal(query, soql)
    assert error.code == "INVALID_FIELD"
    assert error.message.endswith(sentence)


def test_something_that_is_no_id_is_refused(query: Query) -> None:
    error = refusal(query, "SELECT Id FROM Opportunity WHERE AccountId = 'abc'")
    assert error.code == "INVALID_QUERY_FILTER_OPERATOR"
    assert error.message.endswith("invalid ID field: abc")


def test_an_offset_goes_to_2000(query: Query) -> None:
    assert query("SELECT Id FROM Account OFFSET 2000") == []
    error = refusal(query, "SELECT Id FROM Account OFFSET 2001")
    assert (error.code, error.message) == ("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")


NEEDS_A_KEY = (
    "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or "
    "LinkedEntityId using the equals operator or multiple Id's using the IN operator."
)
NEEDS_A_RECORD = (
    "Implementation restriction: filtering on non-id fields is only permitted when filtering by "
    "ContentDocumentLink.LinkedEntityId using the equals operator."
)
RECORD = "006Kx0000004C92"


@pytest.mark.parametrize(
    ("where", "sentence"),
    [
        ("", NEEDS_A_KEY),
        ("WHERE ShareType = 'V'", NEEDS_A_KEY),
        (f"WHERE LinkedEntityId = '{RECORD}' OR ShareType = 'V'", NEEDS_A_KEY),
        (f"WHERE LinkedEntityId NOT IN ('{RECORD}')", NEEDS_A_KEY),
        (f"WHERE LinkedEntityId IN ('{RECORD}') AND ContentDocument.Title LIKE 'a%'", NEEDS_A_RECORD),
        ("WHERE ContentDocumentId = '069Kx0000004C92' AND ContentDocument.FileType = 'SNOTE'", NEEDS_A_RECORD),
    ],
)
def test_document_links_must_be_asked_for_by_document_or_record(query: Query, where: str, sentence: str) -> None:
    error = refusal(query, f"SELECT Id FROM ContentDocumentLink {where}")
    assert (error.code, error.message) == ("MALFORMED_QUERY", sentence)


@pytest.mark.parametrize(
    "where",
    [
        f"LinkedEntityId = '{RECORD}' AND ContentDocument.FileType = 'SNOTE' AND ContentDocument.Title LIKE 'a%'",
        f"LinkedEntityId IN ('{RECORD}', '{RECORD}')",
        "Id = '06AKx0000004C92'",
        "LinkedEntityId IN (SELECT Id FROM Opportunity)",
    ],
)
def test_document_links_asked_for_properly_are_found(query: Query, where: str) -> None:
    assert query(f"SELECT Id FROM ContentDocumentLink WHERE {where}") == []
