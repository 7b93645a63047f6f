"""The texts of a library → files as lint sees them."""

from collections.abc import Mapping

from coach.engine.playbook.defaults import Given
from coach.engine.playbook.folders import above, name_of, sets_defaults
from coach.lint.subject import SourceFile


def sources_of(texts: Mapping[str, str]) -> list[SourceFile]:
    """Every file of a library; ``texts`` maps names in its tree, such as ``emea/discount``, to texts."""
    given = {key: Given(f"{key}.yaml", text) for key, text in texts.items() if sets_defaults(key)}
    return [
        SourceFile(f"{key}.yaml", name_of(key), text, tuple(given[each] for each in above(key, given) if each != key))
        for key, text in sorted(texts.items())
    ]
