"""Running an errand again that stopped or waits: the same under the same key, at once."""

from app.actions.call import Call
from app.actions.exceptions.errand import errand_of, noted, run_again
from app.services import Services


def retry_errand(services: Services, call: Call, key: str) -> None:
    """What it tells the CRM is found by looking there, so nothing is told twice.

    Raises NotOperator, ErrandMissing, FlowUnderWay, FlowSettled.
    """
    with services.database.transaction() as tx:
        stopped = errand_of(tx, call, key)
        run_again(tx, call, stopped)
        noted(tx, call, "retry_errand", stopped)
