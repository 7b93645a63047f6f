"""JSON as the platform writes it."""

import json
import re
from typing import Any

_LARGE = 10_000_000.0
_MARK = "\x1f"
_MARKED = re.compile(r'"\\u001f([0-9.E-]+)\\u001f"')


def to_json(body: Any) -> str:
    """``body`` as JSON text. Decimal numbers of eight or more digits are written as ``1.2345678E7``.

    Source: https://help.salesforce.com/s/articleView?id=000221617
    """
    marked = _mark(body)
    text = json.dumps(marked, ensure_ascii=False, separators=(",", ":"))
    return _MARKED.sub(r"\1", text) if marked is not body else text


def _mark(value: Any) -> Any:
    """The value, with large decimals replaced by marked strings, because the json module has no hook for floats."""
    if isinstance(value, float):
        return value if abs(value) < _LARGE else f"{_MARK}{_scientific(value)}{_MARK}"
    if isinstance(value, dict):
        marked = {name: _mark(item) for name, item in value.items()}
        return marked if any(marked[name] is not item for name, item in value.items()) else value
    if isinstance(value, list):
        items = [_mark(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _scientific(value: float) -> str:
    """A number as Java writes a double: the fewest digits that read back the same, at least one after the point."""
    candidates = (f"{value:.{places}e}" for places in range(1, 17))
    mantissa, _, exponent = next(text for text in candidates if float(text) == value).partition("e")
    return f"{mantissa}E{int(exponent)}"
