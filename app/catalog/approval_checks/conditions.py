"""Conditions of a policy: words and attributes that there are, of the right types."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.catalog.approvals import ApprovalRule
from app.catalog.approvals.words import NUMBERS, OF_LINES, words_of
from app.catalog.checks.expressions import check_condition
from app.catalog.checks.finding import Finding
from app.catalog.expressions import Expression, ExpressionInvalid
from app.catalog.expressions.names import walk
from app.catalog.expressions.tree import Constant
from app.catalog.names_of_approvals import (
    LINES,
    MARK,
    NO_PRODUCT,
    Language,
    OfLines,
    language_of,
    places_of,
    said,
)
from app.catalog.near import did_you_mean
from app.catalog.nesting.scopes import scope_of
from app.catalog.pricing import Formula
from app.catalog.product import Product
from app.catalog.release import Release

INVALID: Final = "approval_condition_invalid"
_UNREAD: Final = Constant(True)


def check_conditions(release: Release) -> Iterator[Finding]:
    for n, rule in enumerate(release.approvals.rules):
        for name, formula in (("when", rule.when), ("auto", rule.auto)):
            # What could not be read was said when it was read.
            if formula is not None and formula.tree != _UNREAD:
                for invalid in _problems(formula, rule, release):
                    yield Finding(("rules", n, name), invalid.detail, INVALID)


def _problems(formula: Formula, rule: ApprovalRule, release: Release) -> Iterator[ExpressionInvalid]:
    """Each once, though it may be one for many products."""
    found = said(formula)
    language = language_of(release, rule.over)
    by_line = rule.over == "line"
    products = [one for one in release.products.values() if rule.reach.sells(one.key, one.family)]
    if not products:
        # That it names products that there are not is said of the names.
        return
    checking = _Checking(formula.source, release)
    yield from checking.of(found.tree, language, products if by_line else [], found.of_lines)
    for one in found.of_lines:
        yield from checking.folded(one)
        if one.condition is not None:
            of_a_line = language_of(release, "line")
            yield from checking.of(one.condition, of_a_line, list(release.products.values()), ())


class _Checking:
    def __init__(self, source: str, release: Release) -> None:
        self.source = source
        self.release = release

    def of(
        self, tree: Expression, language: Language, products: Sequence[Product], of_lines: Sequence[OfLines]
    ) -> Iterator[ExpressionInvalid]:
        known = {name for product in products for name in scope_of(product).names}
        unknown = list(self.unknown(tree, language, known, of_lines))
        yield from unknown
        if unknown:
            return
        seen: set[tuple[int, str]] = set()
        everywhere: Sequence[Product | None] = products or [None]
        for product in everywhere:
            for invalid in self.typed(tree, language, product, of_lines):
                if (invalid.at, invalid.message) not in seen:
                    seen.add((invalid.at, invalid.message))
                    yield invalid

    def unknown(
        self, tree: Expression, language: Language, known: set[str], of_lines: Sequence[OfLines]
    ) -> Iterator[ExpressionInvalid]:
        missing = language.unknown(tree, None, of_lines) - known
        for name, at in places_of(tree):
            if name == LINES and name in missing:
                message = "lines are spoken of as any(lines where ...), count(lines), max(lines.discount)"
                yield self.refusal(message, at)
            elif name in missing:
                words = [*words_of(language.over), *sorted(known)]
                also = "" if language.over == "line" else f" of a {language.over}"
                yield self.refusal(f'there is no "{name}"{also}; {did_you_mean(name, words)}', at)

    def typed(
        self, tree: Expression, language: Language, product: Product | None, of_lines: Sequence[OfLines]
    ) -> Iterator[ExpressionInvalid]:
        if product is not None:
            for name in sorted(language.doubled(tree, product)):
                message = (
                    f'"{name}" is a word of approvals and an attribute of {product.key}; rename the '
                    "attribute, so that a reader knows which is meant"
                )
                yield self.refusal(message, next(at for word, at in places_of(tree) if word == name))
        flat, problems = language.flat(tree, self.source, product=product, of_lines=of_lines)
        if not problems:
            speaking = language.speaking(product or NO_PRODUCT, flat, of_lines=of_lines)
            problems = check_condition(flat, self.source, speaking)
        for one in problems:
            yield ExpressionInvalid(one.message.replace(MARK, ""), self.source, one.at)

    def folded(self, one: OfLines) -> Iterator[ExpressionInvalid]:
        numbers = [*NUMBERS, *OF_LINES]
        if one.word and one.word not in numbers:
            near = did_you_mean(one.word, numbers)
            yield self.refusal(f'a line has no number "{one.word}"; {near}', one.at)
        elif one.function == "all" and one.condition is None:
            yield self.refusal("say what holds for all of them: all(lines where ...)", one.at)
        elif one.condition is not None and any(_speaks_of_lines(node) for node in walk(one.condition)):
            yield self.refusal("what is said of lines does not stand within itself", one.at)

    def refusal(self, message: str, at: int) -> ExpressionInvalid:
        return ExpressionInvalid(message, self.source, at)


def _speaks_of_lines(node: Expression) -> bool:
    return getattr(node, "path", None) == LINES
