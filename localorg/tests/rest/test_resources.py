"""Versions of the API."""

import pytest

from localorg.errors import ApiError
from localorg.rest.resources import check_version, label, versions


@pytest.mark.parametrize(
    ("number", "name"),
    [(67, "Summer '26"), (66, "Spring '26"), (65, "Winter '26"), (64, "Summer '25"), (31, "Summer '14")],
)
def test_versions_bear_the_name_of_their_release(number: int, name: str) -> None:
    assert label(number) == name


def test_the_newest_version_is_the_last_of_the_list() -> None:
    assert versions((31, 67))[-1] == {"label": "Summer '26", "url": "/services/data/v67.0", "version": "67.0"}


@pytest.mark.parametrize("text", ["v68.0", "v20.0", "67.0", "v67", "v67.1", "vx.0", "v٦٧.0"])
def test_a_version_that_never_was_or_is_not_yet_is_not_found(text: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_version(text, (31, 67))
    assert (caught.value.status, caught.value.code) == (404, "NOT_FOUND")


def test_a_retired_version_is_gone() -> None:
    with pytest.raises(ApiError) as caught:
        check_version("v30.0", (31, 67))
    assert caught.value.status == 410
