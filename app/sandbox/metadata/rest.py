"""Deploying by REST: `/services/data/vXX.X/metadata/deployRequest`."""

from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, not_found

from .deployment import Options
from .jobs import deployment, may_deploy, start_deployment
from .results import Json, pending


def start(asked: Asked) -> Answered:
    """A multipart body of JSON with `deployOptions` and the zip as the part `file`."""
    _check_may_deploy(asked)
    body = asked.object_body()
    if "validatedDeployRequestId" in body:
        raise ApiError(400, "INVALID_OPERATION", "The sandbox keeps no validated deployments: deploy the zip")
    given, data = body.get("deployOptions"), body.get("file")
    if not isinstance(given, dict) or not isinstance(data, bytes):
        raise ApiError(
            400, "INVALID_MULTIPART_REQUEST", "deployOptions and a zip as the part file are needed"
        )
    options = _options(given)
    number = start_deployment(asked.work, data, options)
    return Answered(201, {"id": number, "deployOptions": given, "deployResult": pending(number, options)})


def _options(given: Json) -> Options:
    for name, value in given.items():
        if isinstance(value, str) and value.lower() in ("true", "false"):
            given = {**given, name: value.lower() == "true"}
    return Options(
        check_only=given.get("checkOnly") is True,
        rollback=given.get("rollbackOnError") is not False,
        missing_allowed=given.get("allowMissingFiles") is True,
        ignore_warnings=given.get("ignoreWarnings") is True,
    )


def status(asked: Asked) -> Answered:
    _check_may_deploy(asked)
    number = asked.segments[-1]
    result = deployment(asked.work, number)
    if result is None:
        raise not_found()
    if asked.parameters.get("includeDetails", "").lower() != "true":
        result.pop("details")
    return Answered(200, {"id": number, "validatedDeployRequestId": None, "deployResult": result})


def cancel(asked: Asked) -> Answered:
    _check_may_deploy(asked)
    if deployment(asked.work, asked.segments[-1]) is None:
        raise not_found()
    raise ApiError(400, "INVALID_OPERATION", "The deployment is completed: it cannot be canceled")


def _check_may_deploy(asked: Asked) -> None:
    if not may_deploy(asked.work):
        words = "insufficient access rights: use a user who may modify metadata, such as the administrator"
        raise ApiError(403, "INSUFFICIENT_ACCESS", words)
