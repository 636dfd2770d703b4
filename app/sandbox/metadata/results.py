"""Results of deployments and retrievals as both APIs tell them: in the order of the WSDL."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from .deployment import CHANGED, CREATED, DELETED, Done, Options, Outcome
from .problems import Problem

Json = dict[str, Any]


def status_of(outcome: Outcome, options: Options) -> str:
    if not outcome.errors:
        return "Succeeded"
    return "Failed" if options.rollback or not outcome.done else "SucceededPartial"


def deploy_result(number: str, outcome: Outcome, options: Options, *, who: Json, at: str) -> Json:
    """`who`: `id` and `name` of the caller. As of the end; before it, see `pending`."""
    success = not outcome.errors
    return {
        "checkOnly": options.check_only,
        "completedDate": at,
        "createdBy": who["id"],
        "createdByName": who["name"],
        "createdDate": at,
        "details": {
            "componentFailures": [_failure(one, at) for one in outcome.problems if not one.warning],
            "componentSuccesses": [
                *(_done(one, at) for one in outcome.done),
                *(_warning(one, at) for one in outcome.problems if one.warning),
            ],
            "runTestResult": {"numFailures": 0, "numTestsRun": 0, "totalTime": 0},
        },
        "done": True,
        "id": number,
        "ignoreWarnings": options.ignore_warnings,
        "lastModifiedDate": at,
        "numberComponentErrors": len(outcome.errors),
        "numberComponentsDeployed": len(outcome.done) if success or not options.rollback else 0,
        "numberComponentsTotal": outcome.total,
        "numberTestErrors": 0,
        "numberTestsCompleted": 0,
        "numberTestsTotal": 0,
        "rollbackOnError": options.rollback,
        "runTestsEnabled": False,
        "startDate": at,
        "status": status_of(outcome, options),
        "success": success,
    }


def _message(file: str, kind: str, name: str, at: str) -> Json:
    return {
        "changed": False,
        "columnNumber": None,
        "componentType": kind,
        "created": False,
        "createdDate": at,
        "deleted": False,
        "fileName": file,
        "fullName": name,
        "id": None,
        "lineNumber": None,
        "problem": None,
        "problemType": None,
        "success": True,
    }


def _done(one: Done, at: str) -> Json:
    of, how = one.component, one.how
    told = {"changed": how in (CREATED, CHANGED), "created": how == CREATED, "deleted": how == DELETED}
    return {**_message(of.file, of.kind, of.name, at), **told}


def _warning(one: Problem, at: str) -> Json:
    return {**_message(one.file, one.kind, one.name, at), "problem": one.words, "problemType": "Warning"}


def _failure(one: Problem, at: str) -> Json:
    place = {"columnNumber": one.column or None, "lineNumber": one.line or None}
    words = {"problem": one.words, "problemType": "Error", "success": False}
    return {**_message(one.file, one.kind, one.name, at), **place, **words}


def pending(number: str, options: Options) -> Json:
    """What is answered to a deployment that was taken."""
    return {
        "checkOnly": options.check_only,
        "done": False,
        "id": number,
        "status": "Pending",
        "success": False,
    }


def as_xml(value: Any, name: str) -> str:
    """An element for each value of a list; none for None."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "".join(as_xml(one, name) for one in value)
    if isinstance(value, dict):
        inner = "".join(as_xml(one, key) for key, one in value.items())
    elif isinstance(value, bool):
        inner = "true" if value else "false"
    else:
        inner = escape(value.isoformat() if isinstance(value, datetime) else str(value))
    return f"<{name}>{inner}</{name}>"
