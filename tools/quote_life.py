"""Write the state diagram and the tables of a quote's life into docs/quotes.md, from the tables of the code.

    python3 tools/quote_life.py

A test fails as long as the page says something else than the code.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.quoting import MAY, OPEN, READERS, TRANSITIONS, TURN, Deed, Party, Status  # noqa: E402 - found beside this folder

PAGE: Final = ROOT / "docs" / "quotes.md"
BEGIN: Final = "<!-- from the code: tools/quote_life.py -->"
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
    return "\n".join(("```mermaid", *_diagram(), "```", "", *_deeds(), "", *_statuses(), ""))


def _diagram() -> Iterator[str]:
    """What leaves a quote in its status is in the table only."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {Status.DRAFT}"
    for (status, deed), following in TRANSITIONS.items():
        if status is not following:
            yield f"    {status} --> {following}: {deed}"


def _deeds() -> Iterator[str]:
    yield "| deed | whose | from → to |"
    yield "|---|---|---|"
    for deed in Deed:
        ways = [f"{status} → {after}" for (status, done), after in TRANSITIONS.items() if done is deed]
        yield f"| {deed} | {MAY[deed]} | {', '.join(ways)} |"


def _statuses() -> Iterator[str]:
    yield "| status | whose turn | who may read it | can be changed |"
    yield "|---|---|---|---|"
    for status in Status:
        turn = TURN[status] or "–"
        yield f"| {status} | {turn} | {_readers(status)} | {'yes' if status in OPEN else 'no'} |"


def _readers(status: Status) -> str:
    readers = READERS[status]
    if readers is None:
        return "all who may read the opportunity"
    return "author" if readers is Party.AUTHOR else "author, approvers"


if __name__ == "__main__":
    sys.exit(main())
