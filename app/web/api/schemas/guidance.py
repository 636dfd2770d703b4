"""Guided selling: how far along a line is, and what to ask next."""

from marshmallow import Schema, fields

from app.actions import LineView, NextQuestion, Order
from app.catalog import Question
from app.catalog.texts import said
from app.configuration import Guide, Progress


class ProgressJson(Schema):
    """Of ``total`` questions that apply, so many are ``answered``, ``followed`` from others, or ``open``.

    Besides, so many needs are ``unanswered``; nobody has to answer them.
    """

    answered = fields.Int(required=True)
    followed = fields.Int(required=True)
    open = fields.Int(required=True)
    total = fields.Int(required=True)
    unanswered = fields.Int(required=True)


class QuestionJson(Schema):
    """``key`` is that of the attribute, or of the set that is asked as a whole, ``attribute`` the first that
    it decides. ``text`` is the catalog's question, in the language of the session, or its name. ``because``
    says why it is asked now: it is the first in the order of the catalog, or settles most.
    """

    key = fields.Str(required=True)
    attribute = fields.Str(required=True)
    attributes = fields.List(fields.Str(), required=True)
    step = fields.Str(required=True)
    text = fields.Str(required=True)
    need = fields.Bool(required=True)
    because = fields.Str(required=True, metadata={"enum": list(Order)})


class NextJson(Schema):
    """``next`` is ``null`` if nothing is left to ask. ``settles``: how many further attributes an answer
    decides on average, a decimal; ``looked_at`` of ``candidates`` attributes were tried for it.
    """

    next = fields.Nested(QuestionJson, required=True, allow_none=True)
    progress = fields.Nested(ProgressJson, required=True)
    settles = fields.Str()
    tried_answers = fields.Int()
    looked_at = fields.Int()
    candidates = fields.Int()


def guidance_json(view: LineView, *, language: str) -> dict[str, object]:
    """The members ``progress`` and ``next`` of a line."""
    guide = Guide(view.product, view.configuration)
    question = guide.next()
    return {
        "progress": _progress(guide.progress),
        "next": question and _question(question, because=Order.CATALOG, language=language),
    }


def next_json(found: NextQuestion, *, language: str) -> dict[str, object]:
    question = found.question
    said_of: dict[str, object] = {
        "next": question and _question(question, because=found.order, language=language),
        "progress": _progress(found.progress),
    }
    if found.proposal is None:
        return said_of
    looked = {"looked_at": found.proposal.looked_at, "candidates": found.proposal.candidates}
    best = found.proposal.best
    if best is None:
        return said_of | looked
    return said_of | looked | {"settles": str(best.average), "tried_answers": best.tried}


def _progress(progress: Progress) -> dict[str, int]:
    return {
        "answered": progress.answered,
        "followed": progress.followed,
        "open": progress.open,
        "total": progress.total,
        "unanswered": progress.unanswered,
    }


def _question(question: Question, *, because: Order, language: str) -> dict[str, object]:
    return {
        "key": question.key,
        "attribute": question.attributes[0],
        "attributes": list(question.attributes),
        "step": question.step,
        "text": said(question.text, question.texts, language=language) or question.name,
        "need": question.need,
        "because": because.value,
    }
