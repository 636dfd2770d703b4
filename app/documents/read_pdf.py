"""The reading process: a PDF of anybody on standard input, its words as JSON on standard output, then gone.

Like ``render.py`` it runs by its own path and imports nothing of the app. A PDF can be made to unpack to
gigabytes or to lead in circles: time and memory of the process are bounded, and it can do nothing else.
"""

import io
import json
import resource
import sys
from typing import Final

from pypdf import PdfReader

MEMORY_LIMIT: Final = 2**30
CPU_SECONDS: Final = 20
MOST_PAGES: Final = 400
MOST_CHARACTERS: Final = 2_000_000
FAILED: Final = 3


def read(document: bytes) -> dict[str, str]:
    """``keywords`` from its metadata, ``text`` of its pages."""
    reader = PdfReader(io.BytesIO(document))
    keywords = reader.metadata.keywords if reader.metadata else ""
    texts: list[str] = []
    left = MOST_CHARACTERS
    for page in reader.pages[:MOST_PAGES]:
        text = page.extract_text()[:left]
        left -= len(text)
        texts.append(text)
    return {"keywords": keywords or "", "text": "\n".join(texts)}


def main() -> int:
    document = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        said = json.dumps(read(document))
    except Exception:
        # Whatever a stranger's file makes the reader raise: it cannot be read.
        return FAILED
    sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
