"""What all stages have in common."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from app.catalog.pricing import PriceStep
from app.pricing.exact import FINEST, ZERO, share, written
from app.pricing.run import Detail, Run, Wording
from app.pricing.waterfall import StepKind


class Stage(Protocol):
    @property
    def around(self) -> bool:
        """Whether it looks at other lines than the one that it prices."""
        ...

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        """At these places, of all the places that the step reaches."""
        ...


class Percent:
    """Takes a percentage off; ``label`` and ``rule`` say which. ``cuts``: decimals could become too many."""

    def __init__(
        self,
        step: PriceStep,
        kind: StepKind,
        percent: Decimal,
        *,
        label: str = "",
        rule: str = "",
        cuts: bool,
    ) -> None:
        self.around = False
        self.key = step.key
        self.kind = kind
        self.share = -share(percent)
        self.cuts = cuts
        self._wording = Wording(
            f"{label or step.name} (−{written(percent)} %)", rule or step.key, f"{written(percent)} %"
        )

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        amounts, taken, share = run.amounts, run.taken, self.share
        for place in places:
            amount = amounts[place]
            effect = amount * share
            if self.cuts:
                effect = effect.quantize(FINEST)
            amounts[place] = amount + effect
            taken[place] += (self, effect, ())

    def told(self, detail: Detail) -> Wording:
        return self._wording


def taken_off(run: Run, place: int, off: Decimal) -> Decimal:
    """So much, but not more than there is, as an effect."""
    return -min(off, max(run.amounts[place], ZERO))
