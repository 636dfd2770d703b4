"""A deployment by REST: sent, followed until it is done, and what came of it.

Addresses and names are those of the Metadata API Developer Guide, "Deploying and Retrieving Metadata with the
REST API".
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.crm.errors import CrmBusy, CrmUnavailable
from app.crm.installation import Component, Failure, Outcome, Progress, Purpose, StillRunning, Told
from app.crm.salesforce.installer.calls import Calls
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.text import one_line

REQUEST: Final = "metadata/deployRequest"
_MOST_FAILURES: Final = 200
_PATIENCE: Final = 5
_OF_QUOTES: Final = re.compile(r"no CustomObject named Quote(LineItem)? found")
_QUOTES_OFF: Final = "Quotes are off in the org: Setup, Quote Settings"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two looks at first and at most, and until nobody waits any longer."""

    first: float = 0.5
    most: float = 5.0
    whole: float = 30 * 60.0

    def waits(self) -> Iterator[float]:
        """As many as there is time for, each longer than the one before."""
        wait, passed = self.first, 0.0
        while passed < self.whole:
            yield wait
            passed += wait
            wait = min(wait * 1.5, self.most)


class _Schema(Schema):
    class Meta:
        unknown = EXCLUDE


class _Message(_Schema):
    kind = fields.Str(data_key="componentType", load_default="", allow_none=True)
    name = fields.Str(data_key="fullName", load_default="", allow_none=True)
    file = fields.Str(data_key="fileName", load_default="", allow_none=True)
    problem = fields.Str(load_default="", allow_none=True)


class _Details(_Schema):
    failures = fields.List(fields.Nested(_Message), data_key="componentFailures", load_default=list)


class _Result(_Schema):
    done = fields.Bool(required=True)
    success = fields.Bool(load_default=False)
    status = fields.Str(load_default="", allow_none=True)
    words = fields.Str(data_key="errorMessage", load_default="", allow_none=True)
    deployed = fields.Int(data_key="numberComponentsDeployed", load_default=0)
    total = fields.Int(data_key="numberComponentsTotal", load_default=0)
    details = fields.Nested(_Details, load_default=dict)


class _Started(_Schema):
    id = fields.Str(required=True)


class _Told(_Schema):
    result = fields.Nested(_Result, data_key="deployResult", required=True)


_STARTED: Final = _Started()
_TOLD: Final = _Told()


def deployed(calls: Calls, archive: bytes, purpose: Purpose, *, told: Told, pace: Pace) -> Outcome:
    """Raises StillRunning, and the failures of calls; until the first answer, nothing has begun."""
    options = {
        "allowMissingFiles": False,
        "checkOnly": purpose is Purpose.CHECK,
        # To take away what is not there is a warning.
        "ignoreWarnings": True,
        "rollbackOnError": True,
        "singlePackage": True,
    }
    number = _read(_STARTED, calls.upload(REQUEST, {"deployOptions": options}, archive=archive))["id"]
    result = _followed(calls, str(number), told=told, pace=pace)
    failures = tuple(_failure(one) for one in _failures(result)[:_MOST_FAILURES])
    if not result["success"] and not failures:
        words = one_line(result["words"] or result["status"] or "", limit=400)
        failures = (Failure(Component("Deployment", str(number)), words),)
    return Outcome(str(number), failures)


def _followed(calls: Calls, number: str, *, told: Told, pace: Pace) -> Mapping[str, Any]:
    path = f"{REQUEST}/{quote(number, safe='')}?includeDetails=true"
    for wait in pace.waits():
        result = _answered(lambda: calls.get(path), wait)["result"]
        told(Progress(result["deployed"], result["total"]))
        if result["done"]:
            return dict(result)
        time.sleep(wait)
    raise StillRunning(
        f"The org has not ended the deployment {one_line(number, limit=40)} yet. It goes on there (Setup, "
        "Deployment Status); run the command again once it is done."
    )


def _answered(ask: Callable[[], object], wait: float) -> Mapping[str, Any]:
    """A look that fails is repeated: the deployment goes on by itself."""
    for _ in range(_PATIENCE):
        try:
            return _read(_TOLD, ask())
        except (CrmUnavailable, CrmBusy):
            time.sleep(wait)
    return _read(_TOLD, ask())


def _read(schema: Schema, answer: object) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = schema.load(answer if isinstance(answer, dict) else {})
    except ValidationError:
        raise unavailable() from None
    return found


def _failures(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(result["details"].get("failures", ()))


def _failure(one: Mapping[str, Any]) -> Failure:
    named = one["name"] or one["file"] or "package.xml"
    component = Component(one_line(one["kind"] or "File", limit=80), one_line(named, limit=160))
    words = one_line(one["problem"] or "", limit=400)
    return Failure(component, f"{words}. {_QUOTES_OFF}" if _OF_QUOTES.search(words) else words)
