"""The typesetting process: a job as JSON on standard input, PDF or picture on standard output, then gone.

It runs by its own path and imports nothing of the app, so that it starts in a few hundredths of a second. The
library keeps what it once allocated (hundreds of MB after long documents): only an end gives it back. Nothing
is written to standard error: a message of the typesetter may quote the document.
"""

import contextlib
import json
import resource
import sys
from pathlib import Path
from typing import Any, TypedDict

import typst

TEMPLATE = Path(__file__).parent / "templates" / "quote.typ"
ARCHIVAL: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""Archival with its structure, and accessible."""

MEMORY_LIMIT = 3 * 2**30
FAILED = 3


class Job(TypedDict):
    """``at`` is the creation time in whole seconds since 1970, UTC. ``content`` is JSON text.

    ``page`` 0 asks for the PDF; another for a picture of that page, or of the last one if there are fewer.
    """

    content: str
    fonts: str
    at: int
    cpu_seconds: int
    page: int


def made(job: Job) -> bytes:
    """The PDF; or a line with the number of the page and of all pages, then the page as SVG.

    Raises typst.TypstError.
    """
    if not job["page"]:
        return typeset(job)
    pages = typst.compile(format="svg", **_options(job))
    every = [pages] if isinstance(pages, bytes) else pages
    page = min(job["page"], len(every))
    return b"%d %d\n%b" % (page, len(every), every[page - 1])


def typeset(job: Job) -> bytes:
    """Archival and accessible; if the typesetter refuses that, a plain PDF, which takes any text.

    Raises typst.TypstError.
    """
    options = _options(job)
    with contextlib.suppress(typst.TypstError):
        return typst.compile(pdf_standards=ARCHIVAL, **options)
    return typst.compile(pdf_standards=[], **options)


def _options(job: Job) -> dict[str, Any]:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]])
    every_font = typst.Fonts(include_system_fonts=False, font_paths=[job["fonts"]])
    return {
        "input": TEMPLATE,
        "root": TEMPLATE.parent,
        "font_paths": every_font,
        "ignore_system_fonts": True,
        "sys_inputs": {
            "content": job["content"],
            "at": str(job["at"]),
            "fonts": json.dumps(fonts.families()),
        },
        "timestamp": job["at"],
    }


def main() -> int:
    job: Job = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"]))
    try:
        document = made(job)
    except typst.TypstError:
        return FAILED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
