"""Who has to agree to a quote, and why: the policy of its catalog held against what is offered.

It does not hold how a catalog states its policy (``catalog.approvals``) nor how requests are kept
(``store``).
"""

from app.approvals.costs import Costs
from app.approvals.need import Fact, Need, Worse, without_costs
from app.approvals.needs import needs_of

__all__ = ["Costs", "Fact", "Need", "Worse", "needs_of", "without_costs"]
