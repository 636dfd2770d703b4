"""Write the tables of what the sandbox's API answers into docs/sandbox-rest.md, from routes and schema.

    python3 tools/sandbox_rest.py

A test fails as long as the page says something else than the code.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.sandbox.composite.limits import LIMITS  # noqa: E402 - found beside this folder
from app.sandbox.routes import ROUTES, Route  # noqa: E402 - found beside this folder
from app.sandbox.schema import Entity, load_schema  # noqa: E402 - found beside this folder

PAGE: Final = ROOT / "docs" / "sandbox-rest.md"
BEGIN: Final = "<!-- from the code: tools/sandbox_rest.py -->"
END: Final = "<!-- end -->"


def main() -> int:
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def written(page: str) -> str:
    """The page with what stands between its marks made anew."""
    before, rest = page.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    return f"{before}{BEGIN}\n{told()}{END}{after}"


def told() -> str:
    return "\n".join((*_routes(), "", *_limits(), "", *_objects(), ""))


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


if __name__ == "__main__":
    sys.exit(main())
