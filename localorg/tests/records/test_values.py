"""What each type of field takes."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localorg.errors import ApiError
from localorg.records.values import stored
from localorg.schema import OBJECTS, Field, FieldType

DEAL = OBJECTS["Opportunity"].fields
COMPOUND = (FieldType.ADDRESS, FieldType.LOCATION)
FIELDS = [field for one in OBJECTS.values() for field in one.fields.values() if field.type not in COMPOUND]
"""All that can be given a value; a compound shows its parts, and is given none."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=3,
)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("Amount", 5, 5.0),
        ("Amount", "1234.567", 1234.57),
        ("Amount", 1.2345678e7, 12345678.0),
        ("Amount", 0.005, 0.01),
        ("Probability", "12", 12.0),
        ("IsPrivate", True, True),
        ("IsPrivate", "false", False),
        ("CloseDate", "2026-05-01", "2026-05-01"),
        ("CloseDate", "2026-05-01T23:00:00Z", "2026-05-01"),
        ("CreatedDate", "2026-05-01T07:25:37Z", "2026-05-01T07:25:37.000+0000"),
        ("CreatedDate", "2026-05-01T09:25:37.120+0200", "2026-05-01T07:25:37.120+0000"),
        ("AccountId", "0014W00002KHv8z", "0014W00002KHv8zQAD"),
        ("NextStep", " call ", "call"),
        ("Description", " keep \n", " keep \n"),
        ("StageName", "closed won", "Closed Won"),
        ("NextStep", "", None),
    ],
)
def test_a_value_is_kept_in_the_form_of_its_field(name: str, given: Any, kept: Any) -> None:
    assert stored(DEAL[name], given) == kept


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("Amount", "12,5", "JSON_PARSER_ERROR"),
        ("Amount", True, "JSON_PARSER_ERROR"),
        ("Amount", float("nan"), "JSON_PARSER_ERROR"),
        ("Amount", 10**16, "NUMBER_OUTSIDE_VALID_RANGE"),
        ("PushCount", 1.5, "JSON_PARSER_ERROR"),
        ("IsPrivate", "yes", "JSON_PARSER_ERROR"),
        ("CloseDate", "01/05/2026", "JSON_PARSER_ERROR"),
        ("CloseDate", 20260501, "JSON_PARSER_ERROR"),
        ("CreatedDate", "soon", "JSON_PARSER_ERROR"),
        ("AccountId", "0014W00002KHv8zAAA", "MALFORMED_ID"),
        ("NextStep", ["a"], "JSON_PARSER_ERROR"),
        ("NextStep", "half \ud83d", "JSON_PARSER_ERROR"),
        ("Deal_Desk_Approval__c", "Perhaps", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    ],
)
def test_a_value_of_another_form_is_refused(name: str, given: Any, code: str) -> None:
    with pytest.raises(ApiError) as refused:
        stored(DEAL[name], given)
    assert refused.value.code == code


def test_an_address_without_a_host_is_refused() -> None:
    with pytest.raises(ApiError, match="INVALID_EMAIL_ADDRESS: Email: invalid email address: eva@"):
        stored(OBJECTS["Contact"].fields["Email"], "eva@")


@given(field=st.sampled_from(FIELDS), value=JSON)
def test_whatever_is_given_is_kept_or_refused(field: Field, value: Any) -> None:
    with contextlib.suppress(ApiError):
        kept = stored(field, value)
        assert kept is None or isinstance(kept, str | int | float | bool)


@given(field=st.sampled_from(FIELDS), value=JSON)
def test_what_was_kept_once_is_kept_as_it_is(field: Field, value: Any) -> None:
    try:
        kept = stored(field, value)
    except ApiError:
        return
    assert stored(field, kept) == kept
