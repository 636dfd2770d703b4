"""A golden case as text, appended to the file of its product."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.cases import Case, PriceExpected
from app.catalog import Value
from app.store.catalogs.emit import Flow, emit


def append_case(folder: Path, case: Case) -> Path:
    """Adds the case at the end of ``tests/PRODUCT.yaml``, which may be new. What stands there stays."""
    file = folder / "tests" / f"{case.product}.yaml"
    file.parent.mkdir(exist_ok=True)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    start = before.rstrip("\n") + "\n" if before else f"schema: 1\nproduct: {case.product}\ncases:\n"
    file.write_text(start + _item(case), encoding="utf-8")
    return file


def _item(case: Case) -> str:
    content: dict[str, Any] = {"key": case.key}
    if case.text:
        content["text"] = case.text
    content |= {"choices": dict(case.choices), "expect": _expected(case)}
    return "".join(f"  {line}\n" for line in emit([content]).splitlines())


def _expected(case: Case) -> dict[str, Any]:
    expected = case.expected
    content: dict[str, Any] = {}
    if expected.refused is not None:
        content["refused"] = list(expected.refused)
    if expected.complete is not None:
        content["complete"] = expected.complete
    said: dict[str, Any] = {
        "implied": dict(expected.implied),
        "domains": {key: _values(values) for key, values in expected.domains.items()},
        "impossible": {key: _values(values) for key, values in expected.impossible.items()},
        "absent": list(expected.absent),
        "completed": dict(expected.completed),
        "prices": [_price(price) for price in expected.prices],
    }
    return content | {key: value for key, value in said.items() if value}


def _values(values: Iterable[Value]) -> object:
    """Runs of numbers as a span."""
    listed = list(values)
    numbers = [one for one in listed if isinstance(one, int) and not isinstance(one, bool)]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    if len(numbers) == len(listed) > 3 and len(steps) == 1:
        step = steps.pop()
        span = {"from": numbers[0], "to": numbers[-1]}
        return Flow(span if step == 1 else {**span, "step": step})
    return listed


def _price(price: PriceExpected) -> Mapping[str, Any]:
    """As they are recorded: of one line without terms of its own."""
    said: dict[str, Any] = {"currency": price.terms.currency}
    if price.line.quantity != 1:
        said["quantity"] = price.line.quantity
    if price.terms.customer_tier:
        said["customer_tier"] = price.terms.customer_tier
    amounts = (("list", price.line.list), ("net", price.line.net))
    return Flow({**said, **{name: f"{amount:f}" for name, amount in amounts if amount is not None}})
