"""What was chosen of a product, and what that leaves: exact domains, consequences, reasons and ways out.

Holds: the compiled form of a product's attributes, rules and tables, and the answers about choices.
Does not hold: prices, parts, quotes, who may choose, or how choices are stored; a session's choices come
in with each call and nothing about a session is kept.
"""

from app.configuration.carrying import CarriedOver, LostChoice, carried_over
from app.configuration.compiled import Shelf, StartKey, configurator_for, take_anew, take_starts_from
from app.configuration.configurator import Configurator
from app.configuration.consequences import End
from app.configuration.encoding import RuleUnreadable
from app.configuration.formula import CatalogTooLarge
from app.configuration.guide import Guide, Progress
from app.configuration.near_least import Near
from app.configuration.nearby import Best, better, improved
from app.configuration.objective import Linear, Weights, cost_of
from app.configuration.refusing import ProductImpossible
from app.configuration.rehearsal import MOST_REHEARSED, rehearse
from app.configuration.settling import Proposal, Settling, proposal
from app.configuration.solver import Undecided
from app.configuration.totals import Left, added_up, alike, left, times
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
    "MOST_REHEARSED",
    "Best",
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
    "Guide",
    "Left",
    "Linear",
    "LostChoice",
    "Near",
    "OwnChoice",
    "ProductImpossible",
    "Progress",
    "Proposal",
    "Repair",
    "RuleUnreadable",
    "Settling",
    "Shelf",
    "StartKey",
    "Undecided",
    "Weights",
    "added_up",
    "alike",
    "better",
    "carried_over",
    "choice_text",
    "configurator_for",
    "cost_of",
    "improved",
    "keep_on",
    "left",
    "proposal",
    "rehearse",
    "take_anew",
    "take_starts_from",
    "times",
]
