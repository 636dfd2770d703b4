"""What a configured product is made of: parts list, operations, cut list, unit cost and item number.

Holds how the rules of an assembly become the list of one configuration, what that costs to make and how long
it takes. Does not hold those rules (``catalog``), what customers pay (``pricing``), stock or
orders.
"""

from app.assembly.assemble import AssemblyMissing, assemble
from app.assembly.check_character import NumberInvalid, check_number
from app.assembly.costs import Costed, costs, unit_cost
from app.assembly.cut_lists import CutBar, CutList, cut_lists
from app.assembly.items import Cut, Item, Operation, Part, within
from app.assembly.known import can_be_sooner, has_lead_times, without_cost
from app.assembly.number import item_number
from app.assembly.reading import AssemblyInvalid
from app.assembly.soonest import lead_time, soonest
from app.assembly.weights import CostWeights, cost_weights

__all__ = [
    "AssemblyInvalid",
    "AssemblyMissing",
    "CostWeights",
    "Costed",
    "Cut",
    "CutBar",
    "CutList",
    "Item",
    "NumberInvalid",
    "Operation",
    "Part",
    "assemble",
    "can_be_sooner",
    "check_number",
    "cost_weights",
    "costs",
    "cut_lists",
    "has_lead_times",
    "item_number",
    "lead_time",
    "soonest",
    "unit_cost",
    "within",
    "without_cost",
]
