"""Faults and scenarios by the control port."""

from typing import Any

from .failures import not_found
from .faults import KINDS, FaultRefused, scenario_of
from .org import Org
from .wire import Request, from_json, from_json_object

Json = dict[str, Any]
CALLS: Json = {
    "GET /faults": "those switched on, with the calls that each has seen",
    "DELETE /faults": "all off, the scenario too",
    "DELETE /faults/<id>": "that one off",
    "POST /faults": {
        name: {
            "does": kind.words,
            "when": str(kind.stage),
            "takes": list(kind.known),
            "example": kind.example,
        }
        for name, kind in KINDS.items()
    },
    "GET /scenario": "the step that is on, or null",
    "POST /scenario": {
        "scenario": "its name",
        "repeat": "a number of rounds, or forever",
        "steps": [{"fault": "lock", "times": 2}, {"calm": 5}, {"end": "clock_skew"}],
    },
    "DELETE /scenario": "it stops; faults that are on stay on",
}


def answer(org: Org, request: Request, parts: list[str]) -> Json:
    """Raises FaultRefused, and NOT_FOUND for a call that there is not."""
    call = (request.method, *parts)
    match call:
        case ("GET", "faults"):
            return {"faults": org.faults.listed()}
        case ("POST", "faults"):
            number = org.faults.add(from_json_object(request.body))
            return {"id": number, "faults": org.faults.listed()}
        case ("DELETE", "faults"):
            org.faults.clear()
            return {"ok": True}
        case ("DELETE", "faults", text):
            return _off(org, text)
        case ("GET", "scenario"):
            return {"playing": org.faults.playing()}
        case ("POST", "scenario"):
            org.faults.play(scenario_of(from_json(request.body)))
            return {"playing": org.faults.playing()}
        case ("DELETE", "scenario"):
            org.faults.stop()
            return {"ok": True}
    raise not_found("no such call; GET / lists them")


def _off(org: Org, text: str) -> Json:
    if not (text.isascii() and text.isdigit() and len(text) < 12 and org.faults.remove(int(text))):
        raise FaultRefused("no fault with that id is on; GET /faults lists them")
    return {"faults": org.faults.listed()}
