"""Approvals: asking others to agree to a quote, deciding, and the record of what was decided."""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import Response

from app.actions.approvals import (
    Meant,
    add_approver,
    answer_question,
    approve_request,
    ask_author,
    begin_delegation,
    delegate_request,
    end_delegation,
    export_approvals,
    list_approvals,
    list_delegations,
    recall_request,
    reject_request,
    request_approval,
    show_approval,
    view_after,
)
from app.approvals import ApprovalRequest
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.approvals import (
    ApprovalJson,
    ApprovalsJson,
    ApproveBody,
    AskBody,
    DecisionBody,
    DelegationBody,
    DelegationJson,
    DelegationsJson,
    PersonBody,
    approval_json,
    approvals_csv,
    delegation_json,
)
from app.web.session import current_call, services

approvals = Operations("approvals", "Who has to agree to a quote, and what they decided")
_APPROVAL = "/quotes/<quote_id>/approval"

Verb: TypeAlias = Callable[..., ApprovalRequest]


@approvals.call("GET", "/approvals", answer=ApprovalsJson)
def waiting() -> Response:
    """What waits for the caller, on opportunities that the CRM shows them; the longest waiting first"""
    found = list_approvals(services(), current_call())
    return answered({"approvals": [approval_json(one) for one in found]})


@approvals.call("GET", _APPROVAL, answer=ApprovalJson)
def show(quote_id: str) -> Response:
    """Where the approval of a quote stands"""
    return answered(approval_json(show_approval(services(), current_call(), quote_id)))


@approvals.call("GET", f"{_APPROVAL}/record", answer=ApprovalsJson)
def record(quote_id: str) -> Response:
    """All requests of the quote's offer with all that was said, oldest first"""
    found = export_approvals(services(), current_call(), quote_id)
    return answered({"approvals": [approval_json(one) for one in found]})


@approvals.call("GET", f"{_APPROVAL}/record.csv", produces="text/csv")
def record_csv(quote_id: str) -> Response:
    """The same as a table, a row for each deed"""
    text = approvals_csv(export_approvals(services(), current_call(), quote_id))
    response = Response(text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="approvals.csv"'
    return response


@approvals.call("POST", _APPROVAL, body=AskBody, answer=ApprovalJson, status=201, headers=(IF_MATCH,))
def request(body: dict[str, Any], quote_id: str) -> Response:
    """Ask those who have to agree, without saving the quote yet"""
    request_approval(services(), current_call(), quote_id, **body, expected=expected_revision())
    return answered(approval_json(show_approval(services(), current_call(), quote_id)), status=201)


@approvals.call("POST", f"{_APPROVAL}/approve", body=ApproveBody, answer=ApprovalJson)
def approve(body: dict[str, Any], quote_id: str) -> Response:
    """Agree; the last to agree saves the quote to the opportunity, where its author wished that"""
    return _decided(approve_request, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/reject", body=DecisionBody, answer=ApprovalJson)
def reject(body: dict[str, Any], quote_id: str) -> Response:
    """Do not agree, and say why: the quote is a draft again"""
    return _decided(reject_request, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/ask", body=DecisionBody, answer=ApprovalJson)
def ask(body: dict[str, Any], quote_id: str) -> Response:
    """Ask the author something"""
    return _decided(ask_author, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/answer", body=DecisionBody, answer=ApprovalJson)
def answer(body: dict[str, Any], quote_id: str) -> Response:
    """Answer what was asked"""
    return _decided(answer_question, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/delegate", body=PersonBody, answer=ApprovalJson)
def delegate(body: dict[str, Any], quote_id: str) -> Response:
    """Hand what waits for the caller over to somebody else, for this request"""
    return _decided(delegate_request, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/add", body=PersonBody, answer=ApprovalJson)
def add(body: dict[str, Any], quote_id: str) -> Response:
    """Ask one more, whom no rule names"""
    return _decided(add_approver, body, quote_id)


@approvals.call("POST", f"{_APPROVAL}/recall", body=DecisionBody, answer=ApprovalJson)
def recall(body: dict[str, Any], quote_id: str) -> Response:
    """Take the request back: the quote is a draft again"""
    return _decided(recall_request, body, quote_id)


@approvals.call("GET", "/delegations", answer=DelegationsJson)
def delegations() -> Response:
    """Who decides for the caller, and for whom the caller decides"""
    found = list_delegations(services(), current_call())
    return answered({"delegations": [delegation_json(one) for one in found]})


@approvals.call("POST", "/delegations", body=DelegationBody, answer=DelegationJson, status=201)
def begin(body: dict[str, Any]) -> Response:
    """Have somebody decide for the caller for a time"""
    return answered(delegation_json(begin_delegation(services(), current_call(), **body)), status=201)


@approvals.call("DELETE", "/delegations/<delegation_id>", status=204)
def end(delegation_id: str) -> Response:
    """End a delegation of the caller's"""
    end_delegation(services(), current_call(), delegation_id)
    return Response(status=204)


def _decided(verb: Verb, body: dict[str, Any], quote_id: str) -> Response:
    """What was asked for, and where the request stands then: the caller may not read it any more."""
    meant = Meant(body.pop("request"), body.pop("version"))
    done = verb(services(), current_call(), quote_id, meant=meant, **body)
    return answered(approval_json(view_after(services(), current_call(), done)))
