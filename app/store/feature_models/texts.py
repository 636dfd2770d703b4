"""Texts that constraints compare: rules read no text, so what they tell apart becomes a choice.

Each text that a constraint names is an option, and so is every run of lengths that constraints tell apart; a
text of such a run is then written into a field whose pattern admits just that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

LONGEST: Final = 200
_MOST: Final = 100
_MOST_PATTERN: Final = 400


class TooManyTexts(ValueError):
    """More than a catalog tells apart. ``str()`` says what."""


@dataclass(frozen=True, slots=True)
class Run:
    """Texts of ``shortest`` to ``longest`` characters that are none of those named."""

    key: str
    shortest: int
    longest: int
    pattern: str

    @property
    def name(self) -> str:
        if (self.shortest, self.longest) == (1, LONGEST):
            return "another text"
        if self.longest == self.shortest:
            return f"another text of {self.shortest} characters"
        return f"another text of {self.shortest} to {self.longest} characters"


@dataclass(frozen=True, slots=True)
class Texts:
    """``named``: option by text."""

    named: Mapping[str, str]
    runs: tuple[Run, ...]

    @property
    def plain(self) -> bool:
        """Whether nothing is told apart."""
        return not self.named and len(self.runs) == 1

    def of_length(self, lengths: Iterable[int]) -> list[str]:
        """The options whose texts have these lengths; a run is within them or outside, as a whole."""
        wanted = frozenset(lengths)
        found = [option for text, option in self.named.items() if len(text) in wanted]
        return found + [run.key for run in self.runs if run.shortest in wanted]


def texts(named: Iterable[str], ends: Iterable[int]) -> Texts:
    """``ends``: lengths after which another run begins. Raises TooManyTexts."""
    possible = [text for text in dict.fromkeys(named) if is_possible(text)]
    edges = [0, *sorted({end for end in ends if 1 <= end < LONGEST}), LONGEST]
    if len(possible) + len(edges) > _MOST:
        raise TooManyTexts(f"more than {_MOST} texts and lengths that are told apart")
    options = {text: f"text {n}" for n, text in enumerate(possible, start=1)}
    return Texts(options, tuple(_runs(edges, possible)))


def is_possible(text: str) -> bool:
    """Whether a field for texts takes it."""
    return 0 < len(text) <= LONGEST and text.isprintable() and text == text.strip()


def _runs(edges: list[int], named: list[str]) -> Iterator[Run]:
    for n, (before, longest) in enumerate(pairwise(edges), start=1):
        shortest = before + 1
        fitting = [text for text in named if shortest <= len(text) <= longest]
        pattern = _others(fitting, shortest, longest) if fitting or len(edges) > 2 else ""
        if len(pattern) > _MOST_PATTERN:
            raise TooManyTexts("texts that are compared and have too many characters together")
        yield Run(f"other {n}", shortest, longest, pattern)


def _others(named: list[str], shortest: int, longest: int, done: int = 0) -> str:
    """A pattern for what follows ``done`` characters: the whole is long enough, and none of the named."""
    if not named:
        return _any(shortest - done, longest - done)
    follow: dict[str, list[str]] = {}
    for text in named:
        if text:
            follow.setdefault(text[0], []).append(text[1:])
    first = "".join(re.escape(sign) for sign in sorted(follow))
    ways = [_others(rest, shortest, longest, done + 1) for rest in follow.values()]
    parts = [re.escape(sign) + way for sign, way in zip(follow, ways, strict=True) if way != _NOTHING]
    if done < longest:
        other = f"[^{first}]" if first else "."
        parts.insert(0, other + _any(shortest - done - 1, longest - done - 1))
    if not parts:
        return _NOTHING
    ends_here = done >= shortest and "" not in named
    return f"(?:{'|'.join(parts)}){'?' if ends_here else ''}"


_NOTHING: Final = "[^\\x00-\\x{10FFFF}]"


def _any(shortest: int, longest: int) -> str:
    if longest <= 0:
        return ""
    return f".{{{max(0, shortest)},{longest}}}"
