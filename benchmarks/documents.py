"""Documents: time of a quote of 5 and of 50 pages, each in a child process of its own, and its memory.

The reference is an empty quote in the same run: starting a process, loading the typesetter and its fonts.
"""

import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.documents import DocumentContent, Look, render_page, render_pdf, speech_of
from benchmarks.figures import Figure
from tests.documents import samples

_ROUNDS = 7
_REFERENCE = "an empty quote in a child process"
_FONTS = Path(__file__).parents[1] / "static" / "vendor" / "fonts"
_LINES = {5: (24, 6), 50: (420, 60)}
"""How many lines, of how many configurations, make at least that many pages."""


def measure() -> list[Figure]:
    bare = _wall(partial(render_pdf, samples.content(samples.a_quote()), fonts=_FONTS, at=samples.AT))
    figures = []
    for pages, wanted in ((5, 0.5), (50, 2.0)):
        content = _content(pages)
        of = render_page(content, 1, fonts=_FONTS, at=samples.AT).of
        if of < pages:
            raise AssertionError(f"only {of} pages")
        spent = _wall(partial(render_pdf, content, fonts=_FONTS, at=samples.AT))
        figures.append(_figure(f"quote of {of} pages as PDF, wall", spent, bare, wanted=wanted))
        used = _used(partial(render_pdf, content, fonts=_FONTS, at=samples.AT))
        figures.append(_figure(f"quote of {of} pages as PDF, CPU of both processes", used, bare))
        shown = _wall(partial(render_page, content, 2, fonts=_FONTS, at=samples.AT))
        figures.append(_figure(f"another page of {of} as a picture, wall", shown, bare))
    for language in ("ja", "ar"):
        spent = _wall(partial(render_pdf, _content(5, language), fonts=_FONTS, at=samples.AT))
        figures.append(_figure(f"the short quote in {language} as PDF, wall", spent, bare))
    figures.append(_memory())
    return figures


def _content(pages: int, language: str = "en") -> DocumentContent:
    lines, different = _LINES[pages]
    return samples.content(samples.of_lines(lines, different=different), look=Look(speech_of(language)))


def _figure(name: str, seconds: float, bare: float, *, wanted: float | None = None) -> Figure:
    return Figure(name, seconds, "s", _REFERENCE, bare, wanted=wanted)


def _wall(make: Callable[[], object]) -> float:
    """The best: on a machine that is shared the others are about whoever else was there."""
    make()
    found = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        make()
        found.append(time.perf_counter() - start)
    return min(found)


def _used(make: Callable[[], object]) -> float:
    """CPU seconds of this process and its children, on average."""
    before = _spent()
    for _ in range(_ROUNDS):
        make()
    return (_spent() - before) / _ROUNDS


def _spent() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _memory() -> Figure:
    """Peak of this process after all of the above, against that of the largest child."""
    unit = 1 if sys.platform == "darwin" else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 1e6
    return Figure("memory that stays in the process that asks", own, "MB", "largest child, gone", child)
