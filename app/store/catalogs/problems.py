"""What is wrong with the files of a catalog."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import ClassVar

from app.errors import Misconfigured


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """``file`` is relative to the catalog's folder, ``line`` counts from 1, ``key`` is the path of keys.

    ``column`` counts from 1; 0 where it is not known. ``code`` is stable; empty: that of CatalogInvalid.
    """

    file: str
    line: int
    key: str
    message: str
    column: int = 0
    code: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


_SHOWN = 200


class CatalogInvalid(Misconfigured):
    """The files do not make a catalog. ``problems`` has all, by file and line; the text the first 200."""

    code: ClassVar[str] = "catalog_invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count, shown = len(self.problems), self.problems[:_SHOWN]
        lines = [f"The catalog has {count} problem{'' if count == 1 else 's'}:", *map(str, shown)]
        if count > _SHOWN:
            lines.append(f"... and {count - _SHOWN} more")
        super().__init__(
            "\n".join(lines), facts={"problems": [_facts(problem) for problem in shown], "count": count}
        )


def _facts(problem: Problem) -> dict[str, object]:
    """Without what is not known."""
    return {name: said for name, said in asdict(problem).items() if said or name not in ("column", "code")}
