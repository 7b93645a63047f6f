"""Names and words of any length, without a space in them, stay within every page, on a phone and at a desk."""

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from coach.app import App
from coach.app.terms import card_links
from coach.engine.model import User
from tests.browser import PHONE, WIDE, OpenPage, listening, overhang
from tests.visible import organisation as made
from tests.visible.addresses import SHOW_PEOPLE
from tests.visible.organisation import ADMIN, Filled, Organisation, user_id

pytestmark = pytest.mark.slow

People = Callable[[Organisation], tuple[Filled, Callable[[str], FlaskClient]]]
REP = user_id(0)
PLAYBOOK = """\
title: WORD
status: live
skill: WORD
owner: WORD
when:
  stage: {is: WORD}
  owner_role: {is: WORD}
cards:
  - name: long
    title: WORD
    tip: WORD
    checklist: [WORD, WORD]
"""
ORGANISATION = Organisation({user_id(0): user_id(1), user_id(1): ADMIN, ADMIN: None}, frozenset(), ())
WORDS = {"letters": "W" * 500, "an address": "https://example.com/" + "a_b/" * 120}
DATA = ("/api/", ".csv", ".jsonl", ".json", "/metrics", "/readyz")
CUT_OFF = """
() => [...document.querySelectorAll("main *")].filter(each => {
    const box = each.getBoundingClientRect();
    const style = getComputedStyle(each);
    const scrolls = e => e && (["auto", "scroll"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    const unseen = e => e && (getComputedStyle(e).clipPath === "inset(50%)" || unseen(e.parentElement));
    return box.width && (box.right > innerWidth + 1 || box.left < -1)
        && style.position !== "absolute" && !scrolls(each.parentElement) && !unseen(each) && !each.closest("svg");
}).slice(0, 3).map(each => each.outerHTML.slice(0, 160))
"""
"""What reaches out of the window and cannot be scrolled to by itself; a head that only screen readers have may."""


@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_no_word_is_too_long_for_a_page(
    service: App, people: People, monkeypatch: pytest.MonkeyPatch, open_page: OpenPage, word: str
) -> None:
    monkeypatch.setattr(made, "mark", lambda *_: word)
    (service.settings.playbooks_dir / "long.yaml").write_text(PLAYBOOK.replace("WORD", word[:200]), encoding="utf-8")
    filled, _ = people(ORGANISATION)
    service.store.identity.keep_users(
        [User(each, word, f"{word}@example.com", True, boss) for each, boss in ORGANISATION.managers.items()]
    )
    found = list[str]()
    with listening(service.web()) as address:
        for who, width in product((ADMIN, REP), (WIDE, PHONE)):
            page = open_page(width)
            page.context.add_cookies([{"name": "coach", "value": who, "url": address}])
            for path in paths(service, filled):
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                too_wide = [each for each in (overhang(page), page.evaluate(CUT_OFF)) if each]
                found += [f"{path[:80]}, {width} wide: {each}" for each in too_wide]

    assert not found, "\n".join(found)


def paths(service: App, filled: Filled) -> Iterator[str]:
    """One of each kind of page, those of a card as its owner sees them among them."""
    links = card_links(service.settings)
    assert links
    yield urlsplit(links.address(filled.keys[REP], REP)).path
    yield from (f"/cards/{filled.keys[REP]}", f"/reps/{REP}", f"/reps/{REP}/one-to-one", "/library/playbooks/long")
    yield from (
        f"/library?q={WORDS['letters']}",
        f"/log?deal={WORDS['letters']}",
        f"/{WORDS['letters']}",
        "/signed-out",
    )
    for endpoint in SHOW_PEOPLE.values():
        yield from [path for path in endpoint(filled) if not any(mark in path for mark in DATA)][:1]
