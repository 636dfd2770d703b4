"""The typesetting process: a job as JSON on standard input, the PDF on standard output, then gone.

It runs by its own path and imports nothing of the app, so that it starts in a few hundredths of a second. The
library keeps what it once allocated (hundreds of MB after long documents): only an end gives it back. Nothing
is written to standard error: a message of the typesetter may quote the document.
"""

import contextlib
import json
import resource
import sys
from pathlib import Path
from typing import TypedDict

import typst

TEMPLATE = Path(__file__).parent / "templates" / "quote.typ"
ARCHIVAL: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
"""Archival with its structure, and accessible."""

MEMORY_LIMIT = 3 * 2**30
FAILED = 3


class Job(TypedDict):
    """``at`` is the creation time in whole seconds since 1970, UTC. ``content`` is JSON text."""

    content: str
    fonts: str
    at: int
    cpu_seconds: int


def typeset(job: Job) -> bytes:
    """Archival and accessible; if the typesetter refuses that, a plain PDF, which takes any text.

    Raises typst.TypstError.
    """
    with contextlib.suppress(typst.TypstError):
        return _typeset(job, ARCHIVAL)
    return _typeset(job, [])


def _typeset(job: Job, standards: "list[typst.PDFStandard]") -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]])
    every_font = typst.Fonts(include_system_fonts=False, font_paths=[job["fonts"]])
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=every_font,
        ignore_system_fonts=True,
        sys_inputs={"content": job["content"], "at": str(job["at"]), "fonts": json.dumps(fonts.families())},
        pdf_standards=standards,
        timestamp=job["at"],
    )


def main() -> int:
    job: Job = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (job["cpu_seconds"], job["cpu_seconds"]))
    try:
        document = typeset(job)
    except typst.TypstError:
        return FAILED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
