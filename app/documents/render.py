"""The typesetting process: a job as JSON on standard input, PDF or picture on standard output, then gone.

It runs by its own path and imports nothing of the app, so that it starts in a few hundredths of a second. The
library keeps what it once allocated (hundreds of MB after long documents): only an end gives it back. Nothing
is written to standard error: a message of the typesetter may quote the document.
"""

import contextlib
import json
import resource
import sys
import zlib
from pathlib import Path
from typing import Literal, TypedDict, cast

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
    form: Literal["pdf", "svg"]


def made(job: Job) -> bytes:
    """The PDF; or a line with the lengths of all pages, then each as packed SVG. Raises typst.TypstError."""
    if job["form"] == "pdf":
        return typeset(job)
    pages = [zlib.compress(page, 1) for page in _typeset(job, "svg", [])]
    lengths = " ".join(str(len(page)) for page in pages)
    return b"\n".join((lengths.encode(), b"".join(pages)))


def typeset(job: Job) -> bytes:
    """Archival and accessible; if the typesetter refuses that, a plain PDF, which takes any text.

    Raises typst.TypstError.
    """
    with contextlib.suppress(typst.TypstError):
        return b"".join(_typeset(job, "pdf", ARCHIVAL))
    return b"".join(_typeset(job, "pdf", []))


def _typeset(job: Job, form: "typst.OutputFormat", standards: "list[typst.PDFStandard]") -> "list[bytes]":
    """A picture a page, or the one document."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]])
    every_font = typst.Fonts(include_system_fonts=False, font_paths=[job["fonts"]])
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=every_font,
        ignore_system_fonts=True,
        format=form,
        sys_inputs={"content": job["content"], "at": str(job["at"]), "fonts": json.dumps(fonts.families())},
        pdf_standards=standards,
        timestamp=job["at"],
    )
    # Its types do not tell of the list, which comes for more than one picture.
    pages = cast("bytes | list[bytes]", made)
    return [pages] if isinstance(pages, bytes) else pages


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
