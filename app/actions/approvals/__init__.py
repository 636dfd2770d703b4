"""The verbs of approvals: a file for each thing that can happen to a request.

Holds no rule of who may decide what (``app.approvals``).
"""

from app.actions.approvals.add_approver import add_approver
from app.actions.approvals.answer_question import answer_question
from app.actions.approvals.approve_request import approve_request
from app.actions.approvals.ask_author import ask_author
from app.actions.approvals.asked_approval import Meant
from app.actions.approvals.delegate_request import delegate_request
from app.actions.approvals.delegations import begin_delegation, end_delegation, list_delegations
from app.actions.approvals.follow_approvals import follow_approvals
from app.actions.approvals.list_approvals import list_approvals
from app.actions.approvals.preview_approvals import ApprovalPreview, approvals_of, preview_approvals
from app.actions.approvals.recall_request import recall_request
from app.actions.approvals.reject_request import reject_request
from app.actions.approvals.request_approval import request_approval
from app.actions.approvals.show_approval import ApprovalView, export_approvals, show_approval, view_after

__all__ = [
    "ApprovalPreview",
    "ApprovalView",
    "Meant",
    "add_approver",
    "answer_question",
    "approvals_of",
    "approve_request",
    "ask_author",
    "begin_delegation",
    "delegate_request",
    "end_delegation",
    "export_approvals",
    "follow_approvals",
    "list_approvals",
    "list_delegations",
    "preview_approvals",
    "recall_request",
    "reject_request",
    "request_approval",
    "show_approval",
    "view_after",
]
