"""Which questions are still to be asked, and how far along a configuration is.

A question whose answer follows from others is not asked: it counts as followed. One of which it is not yet
certain that it applies waits until it is.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from app.catalog.product import Product
from app.catalog.questions import Question, questions
from app.configuration.values import Configuration

Standing: TypeAlias = Literal["answered", "followed", "open", "unanswered", "waiting", "absent"]
"""Of a question: answered by the user; decided by other answers; to be answered; a need that may be answered;
one that may come to apply; one that does not apply.
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions are answered, followed from others and open; ``unanswered`` are needs, which nobody
    has to answer.
    """

    answered: int
    followed: int
    open: int
    unanswered: int

    @property
    def total(self) -> int:
        """Questions that apply, without needs that nobody answered."""
        return self.answered + self.followed + self.open


class Guide:
    """Of one configuration of a product. Its methods raise Undecided."""

    def __init__(self, product: Product, configuration: Configuration) -> None:
        self.questions = questions(product)
        self._configuration = configuration
        self._open = frozenset(configuration.open)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """In the order of the questions."""
        return tuple(map(self._standing, self.questions))

    @property
    def progress(self) -> Progress:
        found = self.standings
        return Progress(
            answered=found.count("answered"),
            followed=found.count("followed"),
            open=found.count("open"),
            unanswered=found.count("unanswered"),
        )

    @property
    def asked(self) -> tuple[Question, ...]:
        """Those that can be answered now, needs among them."""
        return self._that_are("open", "unanswered")

    def next(self, after: str = "", without: Collection[str] = ()) -> Question | None:
        """The question to be asked next in the order of the catalog; None if nothing is open.

        Behind the question ``after`` needs are asked too; at the end it goes on with what is open before it.
        Those ``without`` which it has to do were passed over.
        """
        keys = [one.key for one in self.questions]
        start = keys.index(after) + 1 if after in keys else 0
        behind = frozenset(keys[start:])
        following = (one for one in self.asked if one.key in behind)
        again = (*self._that_are("open"), *self._that_are("waiting"))
        return next((one for one in (*following, *again) if one.key not in without), None)

    def _that_are(self, *standings: Standing) -> tuple[Question, ...]:
        pairs = zip(self.questions, self.standings, strict=True)
        return tuple(question for question, standing in pairs if standing in standings)

    def _standing(self, question: Question) -> Standing:
        """Of a set: open as long as one of its members is."""
        known = self._configuration
        keys = [key for key in question.attributes if key not in known.absent]
        if not keys:
            return "absent"
        if question.need and keys[0] not in known.choices:
            return "unanswered" if known.domains[keys[0]].applies else "absent"
        if any(key in self._open for key in keys):
            return "open" if any(map(self._applies, keys)) else "waiting"
        return "answered" if any(key in known.choices for key in keys) else "followed"

    def _applies(self, key: str) -> bool:
        known = self._configuration
        return key in known.choices or key in known.implied or not known.domains[key].can_be_absent
