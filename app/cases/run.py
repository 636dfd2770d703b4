"""Running a golden case."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.cases.case import Case, PriceExpected
from app.cases.mismatch import Mismatch, Where, listed, shown
from app.cases.prices import Line, price_mismatches, terms_of, tier_unknown
from app.catalog import ProductUnknown, Release, Value
from app.configuration import ChoiceImpossible, ChoiceUnknown, Configuration, Configurator, configurator_for
from app.errors import Refused
from app.pricing import price_quote


def run_case(case: Case, release: Release) -> tuple[Mismatch, ...]:
    """Everything in which the release does not keep what the case says; empty where it does."""
    try:
        product = release.product(case.product)
        configurator = configurator_for(release.fingerprint, product)
        configuration = configurator.configure(case.choices)
    except ChoiceImpossible as refused:
        return tuple(_refused(case, refused))
    except (ChoiceUnknown, ProductUnknown) as unknown:
        return (Mismatch(("choices",), "choices that the product has", unknown.detail),)
    running = _Running(case, release, configurator, configuration)
    return tuple(running.mismatches())


def _refused(case: Case, refused: ChoiceImpossible) -> Iterator[Mismatch]:
    rules = [rule.key for rule in refused.conflict.rules]
    wanted = case.expected.refused
    if wanted is None:
        yield Mismatch(("choices",), "choices that go together", f"{refused.detail} ({', '.join(rules)})")
    elif not set(wanted) <= set(rules):
        yield Mismatch(("expect", "refused"), listed(wanted), listed(rules))


@dataclass(frozen=True, slots=True)
class _Running:
    case: Case
    release: Release
    configurator: Configurator
    found: Configuration

    def mismatches(self) -> Iterator[Mismatch]:
        expected = self.case.expected
        if expected.refused is not None:
            yield Mismatch(("expect", "refused"), "choices that contradict each other", "they go together")
        if expected.complete is not None and expected.complete != self.found.complete:
            got = shown(self.found.complete) + (
                f"; open: {listed(self.found.open)}" if self.found.open else ""
            )
            yield Mismatch(("expect", "complete"), shown(expected.complete), got)
        yield from self._implied()
        yield from self._domains()
        yield from self._absent()
        if expected.completed or expected.prices:
            yield from self._completed()

    def _implied(self) -> Iterator[Mismatch]:
        for key, value in self.case.expected.implied.items():
            got = self.found.implied.get(key)
            if not same(got, value):
                said = "nothing; " + self._possible(key) if got is None else shown(got)
                yield Mismatch(("expect", "implied", key), shown(value), said)

    def _domains(self) -> Iterator[Mismatch]:
        for key, values in self.case.expected.domains.items():
            domain = self.found.domains.get(key)
            if domain is None or not _equal(domain.values, values):
                yield Mismatch(("expect", "domains", key), listed(values), self._difference(key, values))
        for key, values in self.case.expected.impossible.items():
            domain = self.found.domains.get(key)
            possible = [value for value in values if domain is None or _holds(domain.values, value)]
            if possible:
                got = f"possible: {listed(possible)}" if domain else "there is no such attribute"
                yield Mismatch(("expect", "impossible", key), f"impossible: {listed(values)}", got)

    def _absent(self) -> Iterator[Mismatch]:
        for n, key in enumerate(self.case.expected.absent):
            if key not in self.found.absent:
                yield Mismatch(("expect", "absent", n), f"{key} does not apply", self._possible(key))

    def _completed(self) -> Iterator[Mismatch]:
        values = self.configurator.complete(self.case.choices)
        for key, value in self.case.expected.completed.items():
            if not same(values.get(key), value):
                got = values.get(key)
                yield Mismatch(
                    ("expect", "completed", key), shown(value), "nothing" if got is None else shown(got)
                )
        for n, price in enumerate(self.case.expected.prices):
            yield from self._price(("expect", "prices", n), price, values=dict(values))

    def _price(self, where: Where, price: PriceExpected, *, values: dict[str, Value]) -> Iterator[Mismatch]:
        unknown = tuple(tier_unknown(price.terms, self.release, where))
        if unknown:
            yield from unknown
            return
        product = self.release.product(self.case.product)
        line = Line(1, product.key, values, price.line)
        try:
            (found,) = price_quote([line], {product.key: product}, terms=terms_of(price.terms, self.release))
        except Refused as refused:
            yield Mismatch((*where, "currency"), f"a price in {price.terms.currency}", refused.detail)
            return
        yield from price_mismatches(where, price.line, found)

    def _possible(self, key: str) -> str:
        domain = self.found.domains.get(key)
        if domain is None:
            return "there is no such attribute"
        return f"possible: {listed(domain.values)}" if domain.values else "it does not apply"

    def _difference(self, key: str, wanted: tuple[Value, ...]) -> str:
        domain = self.found.domains.get(key)
        if domain is None:
            return "there is no such attribute"
        missing = [value for value in wanted if not _holds(domain.values, value)]
        more = [value for value in domain.values if not _holds(wanted, value)]
        parts = [f"missing: {listed(missing)}"] if missing else []
        parts += [f"possible too: {listed(more)}"] if more else []
        return "; ".join(parts)


def same(left: object, right: object) -> bool:
    """Whether two values are one; true is not 1."""
    return isinstance(left, bool) is isinstance(right, bool) and left == right


def _holds(values: tuple[Value, ...], wanted: Value) -> bool:
    return any(same(value, wanted) for value in values)


def _equal(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool:
    return len(left) == len(right) and all(_holds(left, value) for value in right)
