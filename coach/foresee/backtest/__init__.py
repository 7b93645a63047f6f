"""When playbooks would have fired in the past: rules and limits replayed in time order on past states of deals.

``replay``    moment by moment: every deal that changed or became due
``weeks``     what each rep had been given in the week of a moment
``outcomes``  what became of a deal afterwards: won, lost, stalled
``result``    the summary
"""

from coach.foresee.backtest.replay import Replay
from coach.foresee.backtest.result import Result, result_of

__all__ = ["Replay", "Result", "result_of"]
