"""Mail: a plain letter to one person, and how it is handed to the server that sends it.

Holds no words of any letter and does not know who gets one. ``smtp.py`` alone knows the protocol.
"""

from app.mail.letter import LetterInvalid, PlainLetter
from app.mail.smtp import MailRefused, MailUnavailable, PostOffice, PostOfficeInvalid, post_office

__all__ = [
    "LetterInvalid",
    "MailRefused",
    "MailUnavailable",
    "PlainLetter",
    "PostOffice",
    "PostOfficeInvalid",
    "post_office",
]
