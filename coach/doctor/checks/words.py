"""Put lists and counts into words."""

from collections.abc import Iterable


def listed(names: Iterable[str], most: int = 5) -> str:
    """``a, b and 3 more``."""
    every = list(names)
    shown, rest = every[:most], len(every) - most
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def several(names: Iterable[str], most: int = 5) -> str | bool:
    """Like :func:`listed`; False if there are no names."""
    return listed(names, most) or False


def counted(count: int, noun: str) -> str:
    """``1 note``, ``2 notes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def cause(sentence: str) -> str:
    """The cause alone, of a sentence that goes on with who must act: a finding says that part itself."""
    return sentence.partition(": ")[0].rstrip(".")
