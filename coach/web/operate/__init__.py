"""The operators' page: whether events arrive and notes go out, in words, and what is stuck and who must act.

``ready``   what must be in place, as it was found
``state``   what is looked at, and the sentences for it
``pages``   the page, and the buttons that try again
"""

from coach.web.operate.state import OperatePages, further_figures

__all__ = ["OperatePages", "further_figures"]
