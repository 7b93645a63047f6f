"""The status of the playbooks in sentences: the same on the operations and library pages and on the command line."""

from collections.abc import Iterator

from coach.engine.playbook.load import FOLDER
from coach.library.registry import LibraryStatus
from coach.ports import Release

SAYS_MORE = "Coach's Operations page and coach doctor say more."
SHORT = 12
"""The number of characters of a hash that people need to tell libraries and commits apart."""


def in_words(state: LibraryStatus) -> str:
    """What is in force, and what keeps the folder's own playbooks from being in force."""
    return " ".join(sentences(state))


def in_figures(state: LibraryStatus) -> str:
    """The status for anybody to see: without file names, and without text from the files."""
    count = len(state.active.library.playbooks) if state.active else 0
    kept = "The last good library stays in force." if state.active else "Deals wait until that is mended."
    said = [f"{_counted(count, 'playbook')} in force."] if count else []
    if state.blind:
        said.append("Which playbooks are in force cannot be looked up.")
    if state.problems:
        said.append(f"The folder has {_mistakes(len(state.problems))}. {kept}")
    elif state.set_aside:
        said.append("The folder holds others, which are not.")
    if state.unreadable:
        said.append("What is in force cannot be read.")
    return " ".join([*said, SAYS_MORE]) if not state.sound or not said else " ".join(said)


def named(release: Release) -> str:
    """``library 1a2b3c4d5e6f (revision 9f8e7d6c5b4a+changes)``."""
    revision = f" (revision {short(release.revision)})" if release.revision else ""
    return f"library {short(release.library)}{revision}"


def short(name: str) -> str:
    """A hash or commit, shortened; its marks (such as ``+changes``) are kept."""
    digest, mark, rest = name.partition("+")
    return f"{digest[:SHORT]}{mark}{rest}"


def sentences(state: LibraryStatus) -> Iterator[str]:
    """The same, one sentence after the other. Mistakes begin with their file, line and column."""
    if state.blind:
        kept = " Until then those of before are decided with." if state.active else ""
        yield f"Which playbooks are in force cannot be looked up: {state.blind}{kept}"
    if state.unreadable:
        yield state.unreadable
    elif state.active:
        count = len(state.active.library.playbooks)
        since = f"since {state.active.release.at:%Y-%m-%d %H:%M} UTC"
        yield f"{_counted(count, 'playbook')} in force {since}: {named(state.active.release)}."
    if state.problems:
        kept = "The last good library stays in force." if state.active else "Deals wait until that is mended."
        if any(problem.rule == FOLDER for problem in state.problems):
            yield " ".join([*(problem.sentence for problem in state.problems), kept])
            return
        yield f"The folder has {_mistakes(len(state.problems))}. {kept}"
        yield from (str(problem) for problem in state.problems)
    elif state.set_aside:
        yield (
            f"The folder holds library {short(state.set_aside.hash)}, which is not in force: others came after it, or"
            " no running service has seen it. If it is meant, say coach reload."
        )
    elif state.folder and not state.active and not state.blind:
        yield f"No playbooks are in force yet; those of the folder ({len(state.folder.playbooks)}) are valid."
    yield from (str(problem) for problem in state.not_read)


def _counted(count: int, noun: str) -> str:
    return f"1 {noun} is" if count == 1 else f"{count} {noun}s are"


def _mistakes(count: int) -> str:
    return "a mistake" if count == 1 else f"{count} mistakes"
