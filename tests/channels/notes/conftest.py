"""An org that takes notes, behind HTTP on paper."""

import json
import re
from typing import Any

import pytest
import responses

from coach.app.org import SalesforceOrg
from tests.channels.notes.fakes import PaperNotes
from tests.salesforce.fakes import DATA, DictMemory, build_org, replies, signs_in


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperNotes:
    """Signed in to, and answering composites and single records."""
    paper = PaperNotes()

    def single(request: Any) -> tuple[int, dict[str, str], str]:
        status, body = paper.single(request.method, request.url.removeprefix(f"{DATA}/"), json.loads(request.body))
        return status, {"Content-Type": "application/json"}, "" if body is None else json.dumps(body)

    signs_in(mocked)
    replies(mocked, paper.composite)
    for method in (responses.POST, responses.PATCH):
        mocked.add_callback(method, re.compile(re.escape(f"{DATA}/sobjects/") + ".+"), callback=single)
    return paper


@pytest.fixture
def memory() -> DictMemory:
    return DictMemory()


@pytest.fixture
def org(memory: DictMemory) -> SalesforceOrg:
    return build_org(memory)
