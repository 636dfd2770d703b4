"""Quotes, their write-back and its receipt, and the opportunity that they belong to."""

from datetime import date, datetime

from marshmallow import Schema, fields

from app.actions import Opportunity, QuotePriceView, QuoteSummary
from app.quoting import Failure, Quote, Receipt, Totals, WriteBack, totals_of
from app.web.api.schemas.arranging import LineGroupJson, groups_json
from app.web.api.schemas.changes import ChangeJson
from app.web.api.schemas.lines import DiscountJson, QuoteLineJson, discount_json, line_json
from app.web.api.schemas.sharing import EditorJson, editors_json


class OpportunityJson(Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    account_name = fields.Str(required=True)
    currency = fields.Str(required=True)
    close_date = fields.Str(required=True, allow_none=True, metadata={"format": "date"})
    stage = fields.Str(required=True)
    customer_tier = fields.Str(required=True)


class SessionJson(Schema):
    """``expires_in`` in seconds."""

    token = fields.Str(required=True)
    expires_in = fields.Int(required=True)
    opportunity = fields.Nested(OpportunityJson, required=True)


class QuoteSummaryJson(Schema):
    id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    owner_name = fields.Str(required=True)
    currency = fields.Str(required=True)
    total = fields.Str(required=True)
    line_count = fields.Int(required=True)
    changed_at = fields.Str(required=True, metadata={"format": "date-time"})
    valid_until = fields.Str(required=True, metadata={"format": "date"})
    edition = fields.Int(required=True)
    family = fields.Str(required=True)
    superseded_by = fields.Str(required=True, metadata={"description": "Number of the edition in its place"})


class QuotesJson(Schema):
    quotes = fields.List(fields.Nested(QuoteSummaryJson), required=True)


class QuoteStepJson(Schema):
    kind = fields.Str(required=True)
    label = fields.Str(required=True)
    rule = fields.Str(required=True)
    effect = fields.Str(required=True)
    after = fields.Str(required=True)


class RecurringJson(Schema):
    """``net`` is over all terms, ``per_cycle`` what is charged each time, on average."""

    cycle = fields.Str(required=True)
    net = fields.Str(required=True)
    per_cycle = fields.Str(required=True)


class TotalsJson(Schema):
    """One-time and recurring apart; together they are ``total``."""

    one_time = fields.Str(required=True)
    recurring = fields.List(fields.Nested(RecurringJson), required=True)


class QuoteWaterfallJson(Schema):
    """The steps of all lines, added up by rule. ``margin`` is told to whom costs are told, once all lines
    that are offered are complete and their costs are known.
    """

    currency = fields.Str(required=True)
    total = fields.Str(required=True)
    totals = fields.Nested(TotalsJson, required=True)
    waterfall = fields.List(fields.Nested(QuoteStepJson), required=True)
    margin = fields.Str()
    margin_percent = fields.Str()


class QuoteJson(Schema):
    id = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True)
    opportunity = fields.Str(required=True)
    owner_name = fields.Str(required=True)
    editors = fields.List(fields.Nested(EditorJson), required=True)
    currency = fields.Str(required=True)
    customer_tier = fields.Str(required=True)
    release = fields.Str(required=True, metadata={"description": "Fingerprint of the catalog's release"})
    edition = fields.Int(required=True)
    family = fields.Str(required=True, metadata={"description": "Id of the offer's first edition"})
    note = fields.Str(required=True, metadata={"description": "On the whole quote, in the seller's words"})
    region = fields.Str(required=True)
    codes = fields.List(fields.Str(), required=True, metadata={"description": "Of promotions"})
    discount = fields.Nested(
        DiscountJson, required=True, allow_none=True, metadata={"description": "On the whole quote"}
    )
    follows = fields.Str(
        required=True, allow_none=True, metadata={"description": "Id of the quote that it was made from"}
    )
    valid_until = fields.Str(required=True, metadata={"format": "date"})
    created_at = fields.Str(required=True, metadata={"format": "date-time"})
    changed_at = fields.Str(required=True, metadata={"format": "date-time"})
    list_total = fields.Str(required=True)
    total = fields.Str(required=True)
    groups = fields.List(fields.Nested(LineGroupJson), required=True)
    totals = fields.Nested(TotalsJson, required=True)
    lines = fields.List(fields.Nested(QuoteLineJson), required=True)
    meanwhile = fields.List(fields.Nested(ChangeJson))


class ReceiptJson(Schema):
    """What the CRM holds, read back."""

    crm_quote = fields.Str(required=True)
    crm_number = fields.Str(required=True)
    crm_document = fields.Str(required=True)
    line_count = fields.Int(required=True)
    currency = fields.Str(required=True)
    total = fields.Str(required=True)
    opportunity_amount = fields.Str(required=True)
    repeated = fields.Bool(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})


class FailureJson(Schema):
    code = fields.Str(required=True)
    detail = fields.Str(required=True)
    waits_for = fields.Str(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})


class WriteBackJson(Schema):
    """``state``: waiting_approval, queued, writing, written or failed."""

    quote = fields.Str(required=True)
    revision = fields.Int(required=True)
    state = fields.Str(required=True)
    attempts = fields.Int(required=True)
    requested_at = fields.Str(required=True, metadata={"format": "date-time"})
    receipt = fields.Nested(ReceiptJson, required=True, allow_none=True)
    failure = fields.Nested(FailureJson, required=True, allow_none=True)


def opportunity_json(opportunity: Opportunity) -> dict[str, object]:
    return {
        "id": opportunity.id,
        "name": opportunity.name,
        "account_name": opportunity.account_name,
        "currency": opportunity.currency,
        "close_date": _text(opportunity.close_date),
        "stage": opportunity.stage,
        "customer_tier": opportunity.customer_tier,
    }


def quote_summary(summary: QuoteSummary) -> dict[str, object]:
    return {
        "id": summary.id,
        "number": summary.number,
        "revision": summary.revision,
        "status": summary.status,
        "owner_name": summary.owner_name,
        "currency": summary.currency,
        "total": str(summary.total),
        "line_count": summary.line_count,
        "changed_at": _text(summary.changed_at),
        "valid_until": _text(summary.valid_until),
        "edition": summary.edition,
        "family": summary.family,
        "superseded_by": summary.superseded_by,
    }


def quote_json(quote: Quote) -> dict[str, object]:
    return {
        "id": quote.id,
        "number": quote.number,
        "revision": quote.revision,
        "status": quote.status,
        "opportunity": quote.opportunity,
        "owner_name": quote.owner_name,
        "editors": editors_json(quote.editors),
        "currency": quote.currency,
        "customer_tier": quote.customer_tier,
        "release": quote.release,
        "edition": quote.edition,
        "family": quote.family,
        "follows": quote.follows,
        "note": quote.header.note,
        "region": quote.header.region,
        "codes": list(quote.header.codes),
        "discount": None if quote.header.discount is None else discount_json(quote.header.discount),
        "valid_until": _text(quote.valid_until),
        "created_at": _text(quote.created_at),
        "changed_at": _text(quote.changed_at),
        "list_total": str(quote.list_total),
        "total": str(quote.total),
        "groups": groups_json(quote),
        "totals": _totals(totals_of(quote)),
        "lines": [line_json(line) for line in quote.lines],
    }


def quote_price_json(view: QuotePriceView) -> dict[str, object]:
    quote = view.quote
    told: dict[str, object] = {}
    if view.margin is not None:
        told = {"margin": str(view.margin), "margin_percent": format(view.margin_percent, "f")}
    return {
        "currency": quote.currency,
        "total": str(quote.total),
        "totals": _totals(totals_of(quote)),
        "waterfall": [
            {
                "kind": step.kind,
                "label": step.label,
                "rule": step.rule,
                "effect": str(step.effect),
                "after": str(step.after),
            }
            for step in view.steps
        ],
    } | told


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "one_time": str(totals.one_time),
        "recurring": [
            {"cycle": one.cycle, "net": str(one.net), "per_cycle": str(one.per_cycle)}
            for one in totals.recurring
        ],
    }


def write_back_json(write_back: WriteBack) -> dict[str, object]:
    return {
        "quote": write_back.quote,
        "revision": write_back.revision,
        "state": write_back.state,
        "attempts": write_back.attempts,
        "requested_at": _text(write_back.requested_at),
        "receipt": None if write_back.receipt is None else receipt_json(write_back.receipt),
        "failure": None if write_back.failure is None else failure_json(write_back.failure),
    }


def receipt_json(receipt: Receipt) -> dict[str, object]:
    return {
        "crm_quote": receipt.crm_quote,
        "crm_number": receipt.crm_number,
        "crm_document": receipt.crm_document,
        "line_count": receipt.line_count,
        "currency": receipt.total.currency,
        "total": str(receipt.total),
        "opportunity_amount": str(receipt.opportunity_amount),
        "repeated": receipt.repeated,
        "at": _text(receipt.at),
    }


def failure_json(failure: Failure) -> dict[str, object]:
    return {
        "code": failure.code,
        "detail": failure.detail,
        "waits_for": failure.waits_for,
        "at": _text(failure.at),
    }


def _text(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
