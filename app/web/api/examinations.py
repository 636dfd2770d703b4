"""For operators and admins: is the connection sound, and what to do where it is not."""

from typing import Any

from flask import Response

from app.actions.examine_here import examine_here
from app.actions.examining import examined_json
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.bodies import EmptyBody
from app.web.api.schemas.examinations import ExaminationJson
from app.web.session import current_call, now, services

examinations = Operations("examinations", "For operators and admins: the connection is examined")


@examinations.call("POST", "/operations/examination", body=EmptyBody, answer=ExaminationJson)
def examine(_body: dict[str, Any]) -> Response:
    """Examine the connection, its org and our side, with the own token of whoever asks; changes nothing"""
    return answered(examined_json(examine_here(services(), current_call(), clock=now)))
