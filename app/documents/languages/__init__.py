"""The languages that documents are printed in: fixed words, and how figures are written.

A language that is not here is printed in English. Holds no texts of catalogs or brands.
"""

from app.documents.languages.speech import LANGUAGES, Speech, speech_of
from app.documents.languages.words import Words

__all__ = ["LANGUAGES", "Speech", "Words", "speech_of"]
