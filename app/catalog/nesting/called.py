"""What a part is called, by itself and as a part of another, in each language that the catalog gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.catalog.texts import said


@dataclass(frozen=True, slots=True)
class Called:
    """``name`` is in the catalog's language, ``names`` by language where there are several."""

    name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, part: "Called") -> "Called":
        """A part of this one: ``Radio 2 · Band``; of what has no name, the part by itself."""
        if not self.name:
            return part
        names = {
            one: f"{self.said(one)} · {part.said(one)}" for one in dict.fromkeys([*self.names, *part.names])
        }
        return Called(f"{self.name} · {part.name}", names)

    def numbered(self, n: int) -> "Called":
        return Called(f"{self.name} {n}", {one: f"{name} {n}" for one, name in self.names.items()})

    def said(self, language: str) -> str:
        return said(self.name, self.names, language=language)


NAMELESS: Final = Called()
