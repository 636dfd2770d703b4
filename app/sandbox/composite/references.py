"""`@{quote.id}`: values of earlier answers inside the addresses and bodies of later parts."""

import re
from typing import Any

from app.sandbox.failures import ApiError

_REFERENCE = re.compile(r"@\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")


def is_reference_id(text: object) -> bool:
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def _halted(expression: str) -> ApiError:
    name = expression.split(".")[0].split("[")[0]
    words = f"Invalid reference specified. No value for {expression[:120]} found in {name[:80]}"
    return ApiError(400, "PROCESSING_HALTED", words)


def _looked_up(expression: str, bodies: dict[str, Any]) -> Any:
    match = _NAME.match(expression)
    if match is None or match.group() not in bodies:
        raise _halted(expression)
    value, place = bodies[match.group()], match.end()
    while place < len(expression):
        step = _STEP.match(expression, place)
        if step is None:
            raise _halted(expression)
        value = _stepped(value, step, expression)
        place = step.end()
    if isinstance(value, (dict, list)) or value is None:
        raise _halted(expression)
    return value


def _stepped(value: Any, step: re.Match[str], expression: str) -> Any:
    name, index = step.groups()
    try:
        return value[name] if index is None else value[int(index)]
    except (KeyError, IndexError, TypeError):
        raise _halted(expression) from None


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def resolved(value: Any, bodies: dict[str, Any]) -> Any:
    """The value with its references replaced. A text that is one reference takes the value's own type."""
    if isinstance(value, str):
        if "@{" not in value:
            return value
        whole = _REFERENCE.fullmatch(value)
        if whole:
            return _looked_up(whole[1], bodies)
        return _REFERENCE.sub(lambda match: _as_text(_looked_up(match[1], bodies)), value)
    if isinstance(value, list):
        return [resolved(item, bodies) for item in value]
    if isinstance(value, dict):
        return {name: resolved(item, bodies) for name, item in value.items()}
    return value
