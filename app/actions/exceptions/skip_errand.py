"""Giving an errand up: it is run no more and leaves the queue."""

from app.actions.call import Call
from app.actions.exceptions.errand import errand_of, given_up, noted
from app.actions.exceptions.flow import check_reason
from app.services import Services


def skip_errand(services: Services, call: Call, key: str, *, reason: str) -> None:
    """Nothing is lost by it: the next change of the quote, or the daily look, tells the CRM all the same.

    Raises NotOperator, ErrandMissing, FlowUnderWay, FlowSettled, ReasonNeeded.
    """
    said = check_reason(reason)
    with services.database.transaction() as tx:
        stopped = errand_of(tx, call, key)
        given_up(tx, call, stopped, reason=said)
        noted(tx, call, "skip_errand", stopped, reason=said)
