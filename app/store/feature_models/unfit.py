"""What a feature model says and no catalog can."""

from collections.abc import Sequence
from typing import ClassVar, Final

from app.errors import Refused

# Deeper trees are generated ones; the largest public models have 15 levels.
DEEPEST: Final = 200
_SHOWN: Final = 50


class Inexpressible(ValueError):
    """What catalog rules cannot say. ``str()`` names it."""


class FeatureModelUnfit(Refused):
    """``facts["problems"]`` has all, each with its place (``line 3``, ``sub/radio.uvl, line 3``)."""

    code: ClassVar[str] = "feature_model_unfit"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        lines = [f"{at}: {what}" for at, what in dict.fromkeys(problems)]
        more = [f"... and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        super().__init__(
            "\n".join(["A catalog cannot say all of this model; change or remove:", *lines[:_SHOWN], *more]),
            facts={"problems": lines},
        )
