"""Proposals for a misspelt name."""

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 8


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """``did you mean "band"?``, or the names there are when none is near."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(wrong, names, n=1) or _same_letters(wrong, names)
    if near:
        return f'did you mean "{near[0]}"?'
    if not names:
        return "there are none"
    listed = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    return f"there is {listed}" + (" and more" if len(names) > _SHOWN else "")


def _same_letters(wrong: str, names: list[str]) -> list[str]:
    return [name for name in names if name.lower() == wrong.lower()]
