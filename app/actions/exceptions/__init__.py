"""What operators do with flows that stopped or wait: look, retry, give back, skip, replay; one or many.

Every deed is one transaction, audited, and leaves nothing lost or doubled: what may be in the CRM is never
given up, and whatever is tried again carries the key that it had.
"""

from app.actions.exceptions.deed import OPERATOR_DEEDS, Done, OperatorDeed, do_many
from app.actions.exceptions.look import Lineage, advice, list_exceptions, list_roads, trace_quote
from app.actions.exceptions.replay_write_back import FlowStep, replay_write_back
from app.actions.exceptions.retry_write_back import retry_write_back
from app.actions.exceptions.return_quote import return_quote
from app.actions.exceptions.skip_write_back import skip_write_back
from app.store.exceptions import StoppedFlow, Wanted
from app.store.roads import KnownRoad

__all__ = [
    "OPERATOR_DEEDS",
    "Done",
    "FlowStep",
    "KnownRoad",
    "Lineage",
    "OperatorDeed",
    "StoppedFlow",
    "Wanted",
    "advice",
    "do_many",
    "list_exceptions",
    "list_roads",
    "replay_write_back",
    "retry_write_back",
    "return_quote",
    "skip_write_back",
    "trace_quote",
]
