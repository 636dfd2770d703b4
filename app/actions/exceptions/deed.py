"""Operators' deeds by name, and one of them done to many flows: each for itself, none hindered by another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import ClassVar, Final, TypeAlias

from app.actions.call import Call
from app.actions.exceptions.replay_write_back import FlowStep, replay_write_back
from app.actions.exceptions.retry_errand import retry_errand
from app.actions.exceptions.retry_write_back import retry_write_back
from app.actions.exceptions.return_quote import return_quote
from app.actions.exceptions.skip_errand import skip_errand
from app.actions.exceptions.skip_write_back import skip_write_back
from app.delivery import is_errand
from app.errors import AppError, Refused
from app.quoting import check_operates
from app.services import Services

MOST_AT_ONCE: Final = 100


class OperatorDeed(StrEnum):
    RETRY = "retry"
    RETURN = "return"
    SKIP = "skip"
    REPLAY = "replay"


class TooManyFlows(Refused):
    code: ClassVar[str] = "too_many_flows"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one of many; ``code`` is empty where it was done."""

    key: str
    code: str = ""
    detail: str = ""


_Deed: TypeAlias = Callable[[Services, Call, str], None]

_ERRAND_DEEDS: Final[Mapping[OperatorDeed, Callable[[str], _Deed]]] = MappingProxyType(
    {
        OperatorDeed.RETRY: lambda _reason: retry_errand,
        OperatorDeed.SKIP: lambda reason: partial(skip_errand, reason=reason),
    }
)
_DEEDS: Final[Mapping[OperatorDeed, Callable[[str], _Deed]]] = MappingProxyType(
    {
        OperatorDeed.RETRY: lambda _reason: retry_write_back,
        OperatorDeed.RETURN: lambda reason: partial(return_quote, reason=reason),
        OperatorDeed.SKIP: lambda reason: partial(skip_write_back, reason=reason),
        OperatorDeed.REPLAY: lambda _reason: partial(replay_write_back, step=FlowStep.WRITE),
    }
)


def do_one(services: Services, call: Call, key: str, *, deed: OperatorDeed, reason: str = "") -> None:
    """To a write-back or an errand; a replay is from the write on.

    Raises NotForErrands for what can be done to quotes alone, and as the verb of the deed.
    """
    deeds = {**_DEEDS, **_ERRAND_DEEDS} if is_errand(key) else _DEEDS
    deeds[deed](reason)(services, call, key)


def do_many(
    services: Services, call: Call, keys: Sequence[str], *, deed: OperatorDeed, reason: str = ""
) -> tuple[Done, ...]:
    """Raises NotOperator, TooManyFlows."""
    check_operates(call.actor)
    if len(keys) > MOST_AT_ONCE:
        raise TooManyFlows(f"No more than {MOST_AT_ONCE} at once. Send them in parts.")
    return tuple(_one(services, call, key, deed=deed, reason=reason) for key in dict.fromkeys(keys))


def _one(services: Services, call: Call, key: str, *, deed: OperatorDeed, reason: str) -> Done:
    try:
        do_one(services, call, key, deed=deed, reason=reason)
    except AppError as failure:
        return Done(key, failure.code, failure.detail)
    return Done(key)
