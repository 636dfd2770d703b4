"""Failures on demand: which call or row they hit, when, how often, and what then happens.

`kinds` lists them, `orders` reads an order of one, `switchboard` holds those that are on and counts,
`scenario` names several to play one after another, `replies` and `deeds` are what they do to a call.
"""

from .deeds import carry_out
from .kinds import KINDS
from .orders import Fault, FaultRefused, read_order, read_text
from .replies import reply_instead, spoiled
from .scenario import Scenario, read_scenario, scenario_of
from .switchboard import Faults, RowFaults

__all__ = [
    "KINDS",
    "Fault",
    "FaultRefused",
    "Faults",
    "RowFaults",
    "Scenario",
    "carry_out",
    "read_order",
    "read_scenario",
    "read_text",
    "reply_instead",
    "scenario_of",
    "spoiled",
]
