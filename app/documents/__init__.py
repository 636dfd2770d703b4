"""Documents: a quote as content, already in words and figures, and that content as a PDF.

Holds no rules of the business (``content_of`` only tells what a quote says) and knows no CRM: who receives
the offer comes in as plain text. ``render.py`` alone knows the typesetting library, and runs in a process of
its own.
"""

from app.documents.content import DocumentContent, Recipient, Sealed, content_of
from app.documents.pdf import DocumentFailed, render_pdf
from app.documents.read_back import (
    DocumentUnreadable,
    ReadDocument,
    ReadersBusy,
    Spot,
    digits,
    read_document,
    spots,
)

__all__ = [
    "DocumentContent",
    "DocumentFailed",
    "DocumentUnreadable",
    "ReadDocument",
    "ReadersBusy",
    "Recipient",
    "Sealed",
    "Spot",
    "content_of",
    "digits",
    "read_document",
    "render_pdf",
    "spots",
]
