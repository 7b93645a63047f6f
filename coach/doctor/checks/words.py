"""How several things read in one sentence."""

from collections.abc import Iterable


def listed(names: Iterable[str], most: int = 5) -> str:
    """``a, b and 3 more``."""
    every = list(names)
    shown, rest = every[:most], len(every) - most
    return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")


def several(names: Iterable[str], most: int = 5) -> str | bool:
    """As :func:`listed`; False where there are none."""
    return listed(names, most) or False


def counted(count: int, noun: str) -> str:
    """``1 note``, ``2 notes``."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def cause(sentence: str) -> str:
    """What is wrong, of a sentence that goes on with who must act: a finding says that itself."""
    return sentence.partition(": ")[0].rstrip(".")
