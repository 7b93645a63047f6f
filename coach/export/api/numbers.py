"""Numbers in URLs."""

from flask import request

from coach.errors import Rejected

_MOST_DIGITS = 18


def number(name: str, default: int, least: int, most: int) -> int:
    """The number under this name. Raises Rejected if it is not a number, or out of bounds."""
    text = request.args.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS and least <= int(text) <= most):
        raise Rejected(f"{name}: a number from {least} to {most}.")
    return int(text)
