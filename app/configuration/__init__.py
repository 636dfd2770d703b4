"""What was chosen of a product, and what that leaves: exact domains, consequences, reasons and ways out.

Holds: the compiled form of a product's attributes, rules and tables, and the answers about choices.
Does not hold: prices, parts, quotes, who may choose, or how choices are stored; a session's choices come
in with each call and nothing about a session is kept.
"""

from app.configuration.carrying import CarriedOver, LostChoice, carried_over
from app.configuration.compiled import Shelf, configurator_for, keep_on
from app.configuration.configurator import Configurator, ProductImpossible
from app.configuration.consequences import End
from app.configuration.encoding import RuleUnreadable
from app.configuration.formula import CatalogTooLarge
from app.configuration.objective import Linear, Weights
from app.configuration.solver import Undecided
from app.configuration.values import (
    BrokenRule,
    ChoiceImpossible,
    ChoiceUnknown,
    Completion,
    Configuration,
    Conflict,
    Conflicts,
    Consequence,
    Domain,
    OwnChoice,
    Repair,
)
from app.configuration.wording import choice_text

__all__ = [
    "BrokenRule",
    "CarriedOver",
    "CatalogTooLarge",
    "ChoiceImpossible",
    "ChoiceUnknown",
    "Completion",
    "Configuration",
    "Configurator",
    "Conflict",
    "Conflicts",
    "Consequence",
    "Domain",
    "End",
    "Linear",
    "LostChoice",
    "OwnChoice",
    "ProductImpossible",
    "Repair",
    "RuleUnreadable",
    "Shelf",
    "Undecided",
    "Weights",
    "carried_over",
    "choice_text",
    "configurator_for",
    "keep_on",
]
