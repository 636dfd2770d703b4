"""The written form of ``approvals.yaml``, version 1. ``docs/approvals.md`` explains each key."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validates_schema

from app.store.catalogs.approvals.fields import Ask, Short, Span, Truth, UpTo, Weekdays, people, some
from app.store.catalogs.attribute_schemas import Dated
from app.store.catalogs.fields import Currency, Day, Entries, Name, Source, Text
from app.store.catalogs.prices.fields import Count, OneOf, Rate
from app.store.catalogs.prices.step_schemas import ReachSchema
from app.store.catalogs.schemas import Written
from app.store.catalogs.sentences import Sentence
from app.store.catalogs.strict import LIST, Strict

MOST_RULES: Final = 1_000
MOST_GROUPS: Final = 200
_MOST_HOURS: Final = 10_000
_MOST_DAYS: Final = 1_000
_MOST_STAGES: Final = 50


class CalendarSchema(Strict):
    zone = Text(longest=60, load_default="UTC")
    hours = Entries(Weekdays(), Short(Span(), 6), load_default=dict)
    holidays = Short(Day(), _MOST_DAYS, load_default=list)


class RoleSchema(Strict):
    key = Name(required=True)
    name = Sentence(longest=80, required=True)
    held_by = people(load_default=list)
    escalate_to = Ask(load_default=None)


class QueueSchema(Strict):
    key = Name(required=True)
    name = Sentence(longest=80, required=True)
    people = people(load_default=list)
    escalate_to = Ask(load_default=None)


class DelegationSchema(Dated):
    away = Text(longest=80, required=True)
    to = Text(longest=80, required=True)


class RuleSchema(Dated):
    key = Name(required=True)
    name = Sentence(longest=80, required=True)
    when = Source(load_default=None)
    over = OneOf("line", "product", "family", "group", "quote", load_default="line")
    reach = fields.Nested(ReachSchema, load_default=dict, data_key="for", error_messages=LIST)
    stage = UpTo(_MOST_STAGES, load_default=1)
    ask = Ask(required=True)
    quorum = Count(load_default=1)
    auto = Source(load_default=None)
    remind_after = UpTo(_MOST_HOURS, load_default=None)
    escalate_after = UpTo(_MOST_HOURS, load_default=None)
    escalate_to = Ask(load_default=None)
    expire_after = UpTo(_MOST_HOURS, load_default=None)
    owner = Text(load_default="")

    @validates_schema
    def say_when_it_escalates(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["escalate_to"] is not None and data["escalate_after"] is None:
            raise ValidationError("is missing; escalate_to says to whom, this says when", "escalate_after")


class PolicySchema(Written):
    currency = Currency(load_default="")
    rates = Entries(Currency(), Rate(), load_default=dict)
    ad_hoc = Truth(load_default=True)
    delegation = Truth(load_default=True)
    calendar = fields.Nested(CalendarSchema, load_default=None, error_messages=LIST)
    roles = some(RoleSchema, MOST_GROUPS)
    queues = some(QueueSchema, MOST_GROUPS)
    delegations = some(DelegationSchema, _MOST_DAYS)
    rules = some(RuleSchema, MOST_RULES)
