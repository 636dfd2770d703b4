"""Validated content of ``approvals.yaml`` to values of the business."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from app.catalog.approvals import (
    ApprovalPolicy,
    ApprovalQueue,
    ApprovalRole,
    ApprovalRule,
    Calendar,
    Delegation,
    Hours,
    Timing,
)
from app.catalog.expressions import ExpressionInvalid, parse
from app.catalog.expressions.tree import Constant
from app.catalog.pricing import Formula, Reach
from app.store.catalogs.approvals.fields import DAYS, days_of
from app.store.catalogs.attribute_build import period_of
from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.problems import Problem

Content: TypeAlias = Mapping[str, Any]


@dataclass(slots=True)
class PolicyBuilder:
    """``language``: that of plain texts. ``problems`` collects unreadable conditions; a stand-in takes their
    place.
    """

    document: Document
    language: str
    problems: list[Problem] = field(default_factory=list)

    def policy(self, content: Content) -> ApprovalPolicy:
        calendar = content["calendar"]
        return ApprovalPolicy(
            rules=tuple(self.rules(content)),
            roles=tuple(self.roles(content)),
            queues=tuple(self.queues(content)),
            calendar=Calendar() if calendar is None else _calendar(calendar),
            delegations=tuple(
                Delegation(one["away"], one["to"], period_of(one)) for one in content["delegations"]
            ),
            currency=content["currency"],
            rates=dict(sorted(content["rates"].items())),
            ad_hoc=content["ad_hoc"],
            delegation=content["delegation"],
        )

    def roles(self, content: Content) -> Iterator[ApprovalRole]:
        for n, one in enumerate(content["roles"]):
            name, names = self.texts(one["name"], ("roles", n, "name"))
            yield ApprovalRole(one["key"], name, tuple(one["held_by"]), one["escalate_to"], names)

    def queues(self, content: Content) -> Iterator[ApprovalQueue]:
        for n, one in enumerate(content["queues"]):
            name, names = self.texts(one["name"], ("queues", n, "name"))
            yield ApprovalQueue(one["key"], name, tuple(one["people"]), one["escalate_to"], names)

    def rules(self, content: Content) -> Iterator[ApprovalRule]:
        for n, one in enumerate(content["rules"]):
            path: KeyPath = ("rules", n)
            name, names = self.texts(one["name"], (*path, "name"))
            yield ApprovalRule(
                key=one["key"],
                name=name,
                approver=one["ask"],
                reach=self.reach(one, path),
                over=one["over"],
                stage=one["stage"],
                quorum=one["quorum"],
                timing=Timing(
                    one["remind_after"], one["escalate_after"], one["escalate_to"], one["expire_after"]
                ),
                auto=self.formula(one["auto"], (*path, "auto")),
                owner=one["owner"],
                names=names,
            )

    def reach(self, rule: Content, path: KeyPath) -> Reach:
        said = {name: frozenset(keys) for name, keys in rule["reach"].items()}
        return Reach(**said, period=period_of(rule), when=self.formula(rule["when"], (*path, "when")))

    def texts(self, texts: Mapping[str, str], path: KeyPath) -> tuple[str, Mapping[str, str]]:
        """The text in the catalog's language, and all of them by language."""
        if "" in texts:
            return texts[""], {}
        if self.language not in texts:
            message = f'the name in the language of the catalog is missing; write {self.language}: "..."'
            self.problems.append(self.document.problem(path, message))
        return texts.get(self.language, ""), dict(texts)

    def formula(self, source: str | None, path: KeyPath) -> Formula | None:
        if source is None:
            return None
        try:
            return Formula(parse(source), source)
        except ExpressionInvalid as invalid:
            problem = self.document.problem(path, invalid.detail, "approval_condition_invalid")
            self.problems.append(problem)
            return Formula(Constant(True), source)


def _calendar(content: Content) -> Calendar:
    week: list[list[Hours]] = [[] for _ in DAYS]
    for days, hours in content["hours"].items():
        for day in days_of(days):
            week[day] += hours
    spans = tuple(tuple(sorted(hours, key=lambda one: one.opens)) for hours in week)
    return Calendar(content["zone"], spans, frozenset(content["holidays"]))
