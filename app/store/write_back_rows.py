"""Write-backs: rows to values and back."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping

from app.amounts import Money
from app.quoting import Failure, Receipt, WriteBack, WriteBackState

Row = Mapping[str, Any]


def write_back_row(write_back: WriteBack) -> Row:
    failure = write_back.failure
    return {
        "key": write_back.key,
        "quote_id": write_back.quote,
        "revision": write_back.revision,
        "state": write_back.state.value,
        "attempts": write_back.attempts,
        "requested_at": write_back.requested_at,
        "receipt": None if write_back.receipt is None else _receipt_row(write_back.receipt),
        "failure": None if failure is None else failure_row(failure),
        "waits_for": "" if failure is None else failure.waits_for,
        "failure_class": "" if failure is None else failure.failure_class,
    }


def write_back_value(row: RowMapping) -> WriteBack:
    return WriteBack(
        key=row["key"],
        quote=row["quote_id"],
        revision=row["revision"],
        state=WriteBackState(row["state"]),
        attempts=row["attempts"],
        requested_at=row["requested_at"],
        receipt=None if row["receipt"] is None else _receipt_value(row["receipt"]),
        failure=None if row["failure"] is None else failure_value(row["failure"]),
    )


def _receipt_row(receipt: Receipt) -> Row:
    return {
        "crm_quote": receipt.crm_quote,
        "crm_number": receipt.crm_number,
        "crm_document": receipt.crm_document,
        "line_count": receipt.line_count,
        "total": _money_row(receipt.total),
        "opportunity_amount": _money_row(receipt.opportunity_amount),
        "repeated": receipt.repeated,
        "at": receipt.at.isoformat(),
    }


def _receipt_value(row: Row) -> Receipt:
    return Receipt(
        crm_quote=row["crm_quote"],
        crm_number=row["crm_number"],
        crm_document=row["crm_document"],
        line_count=row["line_count"],
        total=_money_value(row["total"]),
        opportunity_amount=_money_value(row["opportunity_amount"]),
        repeated=row["repeated"],
        at=datetime.fromisoformat(row["at"]),
    )


def failure_row(failure: Failure) -> Row:
    return {
        "code": failure.code,
        "detail": failure.detail,
        "waits_for": failure.waits_for,
        "at": failure.at.isoformat(),
        "class": failure.failure_class,
    }


def failure_value(row: Row) -> Failure:
    """Rows of earlier releases name no class."""
    at = datetime.fromisoformat(row["at"])
    return Failure(row["code"], row["detail"], row["waits_for"], at, row.get("class", ""))


def _money_row(money: Money) -> Row:
    return {"amount": format(money.amount, "f"), "currency": money.currency}


def _money_value(row: Row) -> Money:
    return Money(Decimal(row["amount"]), row["currency"])
