"""Check whether JSON can be parsed safely, before it is parsed.

A parser recurses as deep as its stack, and Python raises an error of its own for a number of more than 4,300 digits.
"""

import re
from itertools import accumulate

MOST_DEEP = 100
"""No answer of the org comes near it: a composite of composites has a dozen levels."""
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONG_NUMBER = re.compile(rb"[0-9]{1000}")
_BRACKETS = b"[]{}"
_ALL_BUT_BRACKETS = bytes(each for each in range(256) if each not in _BRACKETS)


def harmless(content: bytes) -> bool:
    """Whether it is nested no deeper than anything of Salesforce's, and contains no endless number."""
    if _depth(content) <= MOST_DEEP and not _LONG_NUMBER.search(content):
        return True
    # Brackets in strings do not count. Strings are removed only if that can matter.
    bare = _STRING.sub(b"", content)
    return _depth(bare) <= MOST_DEEP and not _LONG_NUMBER.search(bare)


def _depth(content: bytes) -> int:
    steps = (1 if each in b"[{" else -1 for each in content.translate(None, _ALL_BUT_BRACKETS))
    return max(accumulate(steps), default=0)
