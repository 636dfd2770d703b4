"""Which question settles most: what answering it is expected to decide besides.

Each answer that is still possible is tried, and the attributes that are then decided are counted, exactly.
The work is bounded: so many questions and answers are tried, and the result says how many of how many.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.catalog.product import Product, Value
from app.catalog.questions import Question
from app.configuration.configurator import Configurator
from app.configuration.guide import Guide
from app.configuration.solver import Undecided
from app.configuration.values import Domain

MOST_ANSWERS: Final = 6
"""Of one question, spread over all of them from the first to the last."""

MOST_TRIED: Final = 96
"""Answers, of all questions together."""

_MOST_WORK: Final = 120_000
"""Answers times attributes: each answer is a question about all attributes."""


@dataclass(frozen=True, slots=True)
class Settling:
    """``settles``: how many further attributes an answer to the question decides on average over the
    ``tried`` of its possible ``answers``; of a number with very many values the ends of its range are tried.
    """

    question: Question
    attribute: str
    settles: Fraction
    tried: int

    @property
    def average(self) -> Decimal:
        """``settles`` to two decimals."""
        return (Decimal(self.settles.numerator) / self.settles.denominator).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """``best``: of those looked at the one that settles most, of several the first in catalog order; None if
    nothing can be asked. ``looked_at`` of ``candidates`` were tried.
    """

    best: Settling | None
    looked_at: int
    candidates: int


def proposal(engine: Configurator, product: Product, choices: Mapping[str, Value]) -> Proposal:
    """Depends on the product and the choices alone. Candidates that most rules, tables and conditions read
    are tried first. Raises ChoiceImpossible, and Undecided.
    """
    looking = _Looking(engine, product, choices)
    found = list(looking.found())
    best = max(found, key=lambda one: (one.settles, -looking.order[one.attribute]), default=None)
    return Proposal(best, len(found), len(looking.order))


class _Looking:
    """``order``: the candidates, by their place in the catalog."""

    def __init__(self, engine: Configurator, product: Product, choices: Mapping[str, Value]) -> None:
        self._engine = engine
        self._choices = choices
        self._before = engine.configure(choices)
        self._open = frozenset(self._before.open)
        self._questions: dict[str, Question] = {
            key: question
            for question in Guide(product, self._before).asked
            for key in question.attributes
            if key in self._open or question.need
        }
        self.order: dict[str, int] = {key: place for place, key in enumerate(self._questions)}
        self._left = max(MOST_ANSWERS, min(MOST_TRIED, _MOST_WORK // len(product.attributes)))
        self._read = engine.read_by

    def found(self) -> Iterator[Settling]:
        for key in sorted(self.order, key=lambda key: (-self._read.get(key, 0), self.order[key])):
            answers = _spread(_answers(self._before.domains[key]))
            if len(answers) > self._left:
                return
            self._left -= len(answers)
            settled = [self._settled(key, answer) for answer in answers]
            average = Fraction(sum(settled), len(settled)) if settled else Fraction(0)
            yield Settling(self._questions[key], key, average, len(answers))

    def _settled(self, key: str, answer: Value) -> int:
        """0 for what cannot be worked out in a bounded search."""
        try:
            after = self._engine.configure({**self._choices, key: answer})
        except Undecided:
            return 0
        return len(self._open - {key}) - len(set(after.open) - {key})


def _answers(domain: Domain) -> Sequence[Value]:
    """All that are possible; none of a text, which decides nothing."""
    if domain.any_text:
        return ()
    return (domain.ranges[0][0], domain.ranges[-1][1]) if domain.ranges else domain.values


def _spread(answers: Sequence[Value]) -> Sequence[Value]:
    if len(answers) <= MOST_ANSWERS:
        return answers
    last = len(answers) - 1
    return [answers[last * n // (MOST_ANSWERS - 1)] for n in range(MOST_ANSWERS)]
