"""How long a fault lets a caller wait."""

import time

from app.sandbox.wire import Request

from .orders import Fault


def is_late(fault: Fault, request: Request) -> bool:
    """Whether its sender gives up before the fault is over."""
    return request.patience is not None and fault.seconds > request.patience


def waits(fault: Fault, request: Request) -> None:
    """Not at all where the sender is known to give up: nobody would see the difference."""
    if not is_late(fault, request):
        time.sleep(fault.seconds)
