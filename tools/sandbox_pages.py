"""Write what the sandbox answers and how it fails into its pages of the docs, from its code.

    python3 tools/sandbox_pages.py

A test fails as long as a page says something else than the code.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.sandbox.composite.limits import LIMITS  # noqa: E402 - found beside this folder
from app.sandbox.faults import KINDS  # noqa: E402 - found beside this folder
from app.sandbox.routes import ROUTES, Route  # noqa: E402 - found beside this folder
from app.sandbox.schema import Entity, load_schema  # noqa: E402 - found beside this folder

DOCS: Final = ROOT / "docs"
BEGIN: Final = "<!-- from the code: tools/sandbox_pages.py -->"
END: Final = "<!-- end -->"


def main() -> int:
    for name, told in PAGES.items():
        page = DOCS / name
        page.write_text(written(page.read_text(encoding="utf-8"), told()), encoding="utf-8")
    return 0


def written(page: str, told: str) -> str:
    """The page with what stands between its marks made anew."""
    before, rest = page.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{told}{END}{after}"


def api() -> str:
    return "\n".join((*_routes(), "", *_limits(), "", *_objects(), ""))


def faults() -> str:
    return "\n".join((*_kinds(), ""))


def _kinds() -> Iterator[str]:
    yield "| fault | does | own options | acts | without `times` | example |"
    yield "|---|---|---|---|---|---|"
    for name, kind in KINDS.items():
        own = ", ".join(
            (*(f"`{one}` (needed)" for one in kind.needed), *(f"`{one}`" for one in kind.options))
        )
        lasts = "goes on" if kind.always else "once"
        example = f"`{json.dumps(kind.example)}`"
        yield f"| `{name}` | {kind.words} | {own or '–'} | {kind.stage} | {lasts} | {example} |"


def _routes() -> Iterator[str]:
    yield "| below `/services/data/vXX.0/` | methods | is | may be a part of |"
    yield "|---|---|---|---|"
    for route in ROUTES:
        methods = " ".join(method for method in route.methods if method != "HEAD")
        yield f"| `{_address(route)}` | {methods} | {route.words} | {', '.join(route.parts) or '–'} |"


def _address(route: Route) -> str:
    return route.path or "/"


def _limits() -> Iterator[str]:
    yield "| resource | at most |"
    yield "|---|---|"
    for resource, limits in LIMITS.items():
        yield f"| `{resource}` | {', '.join(f'{number} {words}' for words, number in limits.items())} |"


def _objects() -> Iterator[str]:
    yield "| object | ids begin | may | external ids | children |"
    yield "|---|---|---|---|---|"
    schema = load_schema()
    for entity in schema.entities.values():
        keys = ", ".join(f"`{field.name}`" for field in entity.fields.values() if field.external)
        named = {f"`{child.name}`" for child in schema.children[entity.name] if child.entity != entity.name}
        children = ", ".join(sorted(named)) or "–"
        yield f"| {entity.name} | {entity.prefix} | {_may(entity)} | {keys or '–'} | {children} |"


def _may(entity: Entity) -> str:
    if entity.creatable:
        return "read, create, change, delete"
    return "read, delete" if entity.deletable else "read"


PAGES: Final[dict[str, Callable[[], str]]] = {"sandbox-rest.md": api, "sandbox-faults.md": faults}


if __name__ == "__main__":
    sys.exit(main())
