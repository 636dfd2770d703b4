"""Documents: a quote as content, already in words and figures, and that content as a PDF.

Holds no rules of the business (``content_of`` only tells what a quote says) and knows no CRM: who receives
the offer comes in as plain text. ``render.py`` alone knows the typesetting library, and runs in a process of
its own.
"""

from app.documents.content import DocumentContent, Recipient, content_of
from app.documents.pdf import DocumentFailed, render_pdf

__all__ = ["DocumentContent", "DocumentFailed", "Recipient", "content_of", "render_pdf"]
