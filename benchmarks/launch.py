"""The launch, as ``canvas_launch`` measures it."""

from benchmarks.canvas_launch import LIMIT, measured
from benchmarks.figures import Figure

_ROUNDS = 12
_BARE = "bare Flask view, same HMAC"


def measure() -> list[Figure]:
    costs = measured(_ROUNDS)
    return [
        Figure("launch, CPU", costs.whole, "µs", _BARE, costs.bare, ratio_wanted=LIMIT),
        Figure("launch without the verb, CPU", costs.edge, "µs", _BARE, costs.bare),
    ]
