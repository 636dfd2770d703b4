"""What keeps a component from being deployed, or should be known of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`file` lies in the zip; `line` and `column` count from 1, 0 where there is none."""

    file: str
    kind: str
    name: str
    words: str
    line: int = 0
    column: int = 0
    warning: bool = False


def invalid_element(name: str, kind: str, namespace: str) -> str:
    return f"Element {{{namespace}}}{name} invalid at this location in type {kind}"


def nothing_named(field: str, kind: str, name: str) -> str:
    return f"In field: {field} - no {kind} named {name} found"
