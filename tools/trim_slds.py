"""Cut the Lightning Design System down to what Coach's pages use.

``npm pack @salesforce-ux/design-system@2.264.1``, unpack it, then ``python tools/trim_slds.py <package folder>``.

The full style sheet is 964 KB. This keeps whole components (:data:`KEPT`), not single rules, so that a page may use
any part of a component without running this again. Dropped are the components no page uses, the legacy spelling of
modifiers (``slds-button--brand``, a duplicate of ``slds-button_brand``), and rules for other toolkits' attributes.
Icons are copied as they are: their licence (CC BY-ND 4.0) allows no changed ones.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parent.parent
TARGETS = (HOME / "coach" / "static" / "slds", HOME / "localorg" / "pages" / "shared" / "slds")
"""The target folders. The service and the look-alike are separate programs, and each has its own copy of the files."""
BANNER = "/*! Lightning Design System 2.264.1, trimmed. BSD-3-Clause, see LICENSE-css.txt */\n"
SHEET = "assets/styles/salesforce-lightning-design-system.min.css"

ICONS = {
    "utility": "add back check chevronright close delete edit error info lock note rows "
    "search success arrowdown arrowup user warning",
    "standard": "account coaching contact event home note opportunity opportunity_contact_role product report "
    "timesheet user",
}

# A name covers itself, its variants and its parts: card, card_boundary, card__body.
KEPT = re.compile(
    r"""(?:
    # components
    avatar | badge | box | breadcrumb | button | button-group | button-icon | card | checkbox | dl | form |
    form-element | global-header | icon | illustration | input | input-has-icon | list | media | nav-vertical |
    notify | page-header | path | pill | popover | progress-bar | radio | rich-text-editor__output |
    scoped-notification | section | section-title | select | summary-detail | table | tabs_default | textarea |
    th | tile | timeline | timeline__item |
    # utilities
    align-(?:middle|top) | assistive-text | border | brand-band | cell-(?:wrap|shrink) | col |
    container-(?:medium|large) | description | detail | grid | grow | grow-none | gutters |
    has-(?:blank-slate|dividers|error|flexi-truncate) | hide | hint-parent | hyphenate |
    icon-text-(?:default|error|success|warning) | is-[a-z]+ | item | line-clamp | no-(?:flex|print|row-hover) |
    not-selected | nowrap | order | position | required | scrollable | shrink-none | truncate | visible | wrap |
    (?:(?:max-)?(?:small|medium|large)-)?(?:size|show|hide) |
    text-(?:align|body|color|heading|link|longform|title) | theme |
    [mp]-(?:around|bottom|horizontal|left|right|top|vertical)
    )(?:__?[a-zA-Z0-9_-]*)?""",
    re.VERBOSE,
)

_TOKEN = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]|\([^()]*\)|[^{};"'/(]+|.""", re.DOTALL)
_STANDARD = {f"icon-standard-{name.replace('_', '-')}" for name in ICONS["standard"].split()}
_CLASS = re.compile(r"\.slds-([a-zA-Z0-9_-]*)")


def statements(css: str) -> Iterator[tuple[str, str | None]]:
    """Split at the top level: (prelude, body) of each block, and (statement, None) of each ``@charset …;``."""
    depth, start, opened = 0, 0, 0
    for token in _TOKEN.finditer(css):
        if token[0] == "{":
            depth, opened = depth + 1, opened if depth else token.end()
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : opened - 1], css[opened : token.start()]
                start = token.end()
        elif token[0] == ";" and depth == 0:
            yield css[start : token.end()], None
            start = token.end()


def keeps(selector: str) -> bool:
    """Whether a selector refers only to kept components."""
    foreign = "[kx-" in selector or "--" in selector
    return not foreign and all(name in _STANDARD or KEPT.fullmatch(name) for name in _CLASS.findall(selector))


def trim(css: str) -> str:
    """The sheet with only the kept components."""
    parts = []
    for prelude, body in statements(css):
        if body is None:
            parts.append(prelude)
        elif prelude.startswith(("@media", "@supports", "@layer")):
            inner = trim(body)
            if inner:
                parts.append(f"{prelude}{{{inner}}}")
        elif not prelude.startswith("@"):
            selectors = [one for one in re.split(r",(?![^(]*\))", prelude) if keeps(one)]
            if selectors:
                parts.append(f"{','.join(selectors)}{{{body}}}")
    return "\n".join(parts)


def main(package: Path) -> None:
    """Write the trimmed sheet, the icons and the licences to each place."""
    whole = (package / SHEET).read_text(encoding="utf-8")
    css = trim(re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL))
    for target in TARGETS:
        write(package, css, target)


def write(package: Path, css: str, target: Path) -> None:
    """Write them to ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "slds.min.css").write_text(f"{BANNER}{css}\n", encoding="utf-8")
    shutil.copy(package / "scss/License-for-Sass.txt", target / "LICENSE-css.txt")
    shutil.copy(package / "assets/icons/License-for-icons.txt", target / "LICENSE-icons.txt")
    for kind, names in ICONS.items():
        (target / "icons" / kind).mkdir(parents=True, exist_ok=True)
        for name in names.split():
            shutil.copy(package / f"assets/icons/{kind}/{name}.svg", target / f"icons/{kind}/{name}.svg")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
