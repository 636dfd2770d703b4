"""A rule of the policy, compiled."""

from dataclasses import dataclass
from typing import Final

from app.approvals.clauses import Clause
from app.approvals.conditions import Conditions
from app.approvals.subjects import Offer, Table
from app.catalog import Release
from app.catalog.approvals import ApprovalRule
from app.catalog.expressions.tree import Constant
from app.catalog.names_of_approvals import language_of
from app.catalog.period import ALWAYS
from app.catalog.pricing import Formula

_TRUE: Final = Formula(Constant(True), "true")


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """``place`` in the policy's order."""

    rule: ApprovalRule
    place: int
    when: Clause
    auto: Clause | None
    tells_cost: bool

    @property
    def asks_all_costs(self) -> bool:
        clauses = (clause for clause in (self.when, self.auto) if clause is not None)
        return any(clause.tells_cost and clause.of_lines for clause in clauses)

    def table(self, offer: Offer) -> Table:
        """Of the subjects that it is asked of, with what is said of lines."""
        table = offer.table(self.rule.over, self.rule.reach)
        self.when.prepare(offer, table)
        return table

    def reaches(self, offer: Offer) -> bool:
        """Whether the quote is one that it is for."""
        reach, quote = self.rule.reach, offer.quote
        return (
            (not reach.currencies or quote.currency in reach.currencies)
            and (not reach.regions or quote.header.region in reach.regions)
            and (not reach.tiers or quote.customer_tier in reach.tiers)
            and (not reach.accounts or quote.account in reach.accounts)
            and (not reach.codes or not reach.codes.isdisjoint(quote.header.codes))
            and (reach.period is ALWAYS or reach.period.holds(offer.day))
        )


def compiled_rule(rule: ApprovalRule, place: int, release: Release, *, known: Conditions) -> CompiledRule:
    language = language_of(release, rule.over)
    when = Clause(rule.when or _TRUE, language, release, known=known)
    auto = None if rule.auto is None else Clause(rule.auto, language, release, known=known)
    tells_cost = when.tells_cost or (auto is not None and auto.tells_cost)
    return CompiledRule(rule, place, when, auto, tells_cost)
