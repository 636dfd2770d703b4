"""What the CRM holds of a quote, and of all quotes of a connection."""

from typing import Any

from flask import Response

from app.actions.in_crm import Keep, look_in_crm, settle_difference, show_in_crm
from app.actions.reconciliation import show_reconciliation, start_reconciliation
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.bodies import EmptyBody
from app.web.api.schemas.in_crm import (
    CopyJson,
    ReconciliationJson,
    SettleBody,
    StartedJson,
    in_crm_json,
    reconciliation_json,
)
from app.web.session import current_call, services

in_crm = Operations("in_crm", "What the CRM holds")
_QUOTE = "/quotes/<quote_id>/crm"
_ALL = "/operations/reconciliation"


@in_crm.call("GET", _QUOTE, answer=CopyJson)
def show(quote_id: str) -> Response:
    """The quote's record as it was at the last look, and how it differs from what we believe"""
    return answered(in_crm_json(show_in_crm(services(), current_call(), quote_id)))


@in_crm.call("POST", f"{_QUOTE}/look", body=EmptyBody, answer=CopyJson)
def look(_body: dict[str, Any], quote_id: str) -> Response:
    """Look now: what it should say is told, a lost PDF is hung again, nothing else is changed"""
    return answered(in_crm_json(look_in_crm(services(), current_call(), quote_id)))


@in_crm.call("POST", f"{_QUOTE}/settle", body=SettleBody, answer=CopyJson)
def settle(body: dict[str, Any], quote_id: str) -> Response:
    """Of a field that somebody changed in the CRM: keep it, or have ours written over it"""
    keep = Keep(body["keep"])
    return answered(
        in_crm_json(settle_difference(services(), current_call(), quote_id, field=body["field"], keep=keep))
    )


@in_crm.call("GET", _ALL, answer=ReconciliationJson)
def report() -> Response:
    """For operators and admins: all quotes of the connection beside its CRM, the worst first"""
    return answered(reconciliation_json(show_reconciliation(services(), current_call())))


@in_crm.call("POST", _ALL, body=EmptyBody, answer=StartedJson, status=202)
def start(_body: dict[str, Any]) -> Response:
    """For operators and admins: look at everything anew, each as its owner"""
    return answered({"people": start_reconciliation(services(), current_call())}, status=202)
