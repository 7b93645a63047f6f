"""The rules as a decision table in zen-engine, the fastest engine there is for them."""

from collections.abc import Callable, Sequence
from typing import Any

from zen import ZenEngine

from bench.rules import FACTS, Facts, Rule

_KEY = "rules"


class Zen:
    """All rules that hold, in the order of the table, asked for in any of three ways."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._engine = ZenEngine({"loader": {"type": "static", "content": {_KEY: _table(rules)}}})

    def ways(self, facts: Sequence[Facts], texts: Sequence[str]) -> dict[str, Callable[[], list[Any]]]:
        """Every way of asking about all of these deals, given as tables and as JSON."""
        engine = self._engine
        requests: list[Any] = [{"key": _KEY, "context": each} for each in facts]
        return {
            "zen": lambda: [engine.evaluate(_KEY, dict(each)) for each in facts],
            "zen, JSON": lambda: [engine.evaluate(_KEY, each) for each in texts],
            "zen, batch": lambda: engine.evaluate_batch(requests),
        }

    def numbers(self, facts: Facts) -> list[int]:
        """The rules that hold for one deal."""
        return [each["rule"] for each in self._engine.evaluate(_KEY, dict(facts))["result"]]


def _table(rules: Sequence[Rule]) -> dict[str, Any]:
    columns = [{"id": each, "name": each, "field": each} for each in FACTS]
    content = {
        "hitPolicy": "collect",
        "inputs": columns,
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {
                "_id": str(number),
                "stage": f'"{rule.stage}"',
                "family": f'"{rule.family}"',
                "amount": f"[{rule.low}..{rule.high}]",
                "days": f">= {rule.days}",
                "industry": ", ".join(f'"{each}"' for each in rule.industries),
                "rule": str(number),
            }
            for number, rule in enumerate(rules)
        ],
    }
    kinds = {"in": "inputNode", "table": "decisionTableNode", "out": "outputNode"}
    nodes = [{"id": each, "name": each, "type": kind, "position": {"x": 0, "y": 0}} for each, kind in kinds.items()]
    nodes[1]["content"] = content
    ways = [("in", "table"), ("table", "out")]
    edges = [{"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"} for one, other in ways]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
