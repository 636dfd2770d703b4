"""What operators do with flows that stopped or wait: look, retry, give back, skip, replay; one or many.

Flows are write-backs, and errands beside them. Every deed is one transaction, audited, and leaves nothing
lost or doubled: what may be in the CRM is never given up, and whatever is tried again keeps its key.
"""

from app.actions.exceptions.deed import Done, OperatorDeed, do_many, do_one
from app.actions.exceptions.look import Lineage, advice, list_exceptions, list_roads, trace_quote
from app.actions.exceptions.replay_write_back import FlowStep, replay_write_back
from app.actions.exceptions.retry_errand import retry_errand
from app.actions.exceptions.retry_write_back import retry_write_back
from app.actions.exceptions.return_quote import return_quote
from app.actions.exceptions.skip_errand import skip_errand
from app.actions.exceptions.skip_write_back import skip_write_back
from app.store.exceptions import Stopped, StoppedFlow, Wanted
from app.store.roads import KnownRoad
from app.store.stopped_errands import StoppedErrand

__all__ = [
    "Done",
    "FlowStep",
    "KnownRoad",
    "Lineage",
    "OperatorDeed",
    "Stopped",
    "StoppedErrand",
    "StoppedFlow",
    "Wanted",
    "advice",
    "do_many",
    "do_one",
    "list_exceptions",
    "list_roads",
    "replay_write_back",
    "retry_errand",
    "retry_write_back",
    "return_quote",
    "skip_errand",
    "skip_write_back",
    "trace_quote",
]
