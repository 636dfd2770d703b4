"""Documents: a quote as content, already in words and figures, and that content as a PDF or its pages.

Holds no rules of the business (``content_of`` only tells what a quote says) and knows no CRM: who receives
the offer comes in as plain text. ``render.py`` alone knows the typesetting library, and runs in a process of
its own.
"""

from app.documents.brand import NEUTRAL, Brand, BrandInvalid, check_brand
from app.documents.content import DocumentContent, Recipient, Sealed, content_of
from app.documents.fonts import coverage_of, families_of
from app.documents.languages import LANGUAGES, Speech, speech_of
from app.documents.logo import Logo, LogoInvalid, logo_of
from app.documents.look import Look
from app.documents.pages import Page, render_page
from app.documents.pdf import DocumentFailed, render_pdf
from app.documents.printable import Unprintable, unprintable
from app.documents.read_back import (
    DocumentUnreadable,
    ReadDocument,
    ReadersBusy,
    Spot,
    digits,
    read_document,
    spots,
)
from app.documents.sections import PUBLIC, PricesHidden, Section, Sections, SectionUnknown, sections_named

__all__ = [
    "LANGUAGES",
    "NEUTRAL",
    "PUBLIC",
    "Brand",
    "BrandInvalid",
    "DocumentContent",
    "DocumentFailed",
    "DocumentUnreadable",
    "Logo",
    "LogoInvalid",
    "Look",
    "Page",
    "PricesHidden",
    "ReadDocument",
    "ReadersBusy",
    "Recipient",
    "Sealed",
    "Section",
    "SectionUnknown",
    "Sections",
    "Speech",
    "Spot",
    "Unprintable",
    "check_brand",
    "content_of",
    "coverage_of",
    "digits",
    "families_of",
    "logo_of",
    "read_document",
    "render_page",
    "render_pdf",
    "sections_named",
    "speech_of",
    "spots",
    "unprintable",
]
