"""What becomes of work for a neighbour that does not go well: whose fault it is, when to try again, when to
leave the neighbour alone.

Holds the classes of failures and how each kind is treated (``failing``), the road to one connection's CRM
that closes when it fails and is tried by one alone before it opens (``road``), and the kinds of errands that
durable flows run (``kinds``). Pure values: the time and every chance are passed in, nothing is stored here.
"""

from app.delivery.failing import (
    CODES,
    KINDS_OF_FAILURE,
    FailureClass,
    Strain,
    Then,
    Treatment,
    advice_on,
    errand_advice,
    pause,
    treatment_of,
)
from app.delivery.kinds import ERRAND_KINDS, WRITE_BACK, Kind, Order, errand_key, is_errand, kind_of
from app.delivery.road import LONGEST_REST, STRIKES, Road, Way, failed, tried_now, way

__all__ = [
    "CODES",
    "ERRAND_KINDS",
    "KINDS_OF_FAILURE",
    "LONGEST_REST",
    "STRIKES",
    "WRITE_BACK",
    "FailureClass",
    "Kind",
    "Order",
    "Road",
    "Strain",
    "Then",
    "Treatment",
    "Way",
    "advice_on",
    "errand_advice",
    "errand_key",
    "failed",
    "is_errand",
    "kind_of",
    "pause",
    "treatment_of",
    "tried_now",
    "way",
]
