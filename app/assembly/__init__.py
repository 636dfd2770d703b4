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
from app.assembly.number import item_number
from app.assembly.reading import AssemblyInvalid

__all__ = [
    "AssemblyInvalid",
    "AssemblyMissing",
    "Costed",
    "Cut",
    "CutBar",
    "CutList",
    "Item",
    "NumberInvalid",
    "Operation",
    "Part",
    "assemble",
    "check_number",
    "costs",
    "cut_lists",
    "item_number",
    "unit_cost",
    "within",
]
