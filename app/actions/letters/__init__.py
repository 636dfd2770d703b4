"""The verbs of letters: writing and sending them, and deciding by the link in one,
for whoever a browser is known as.

Holds no rule of who may decide what (``app.approvals``) and no protocol of mail (``app.mail``).
"""

from app.actions.letters.confirm_reader import confirm_reader, send_code
from app.actions.letters.decide_by_letter import Answer, decide_by_letter
from app.actions.letters.read_letter import LetterView, read_letter
from app.actions.letters.send_letters import send_letters
from app.actions.letters.write_letters import write_letters

__all__ = [
    "Answer",
    "LetterView",
    "confirm_reader",
    "decide_by_letter",
    "read_letter",
    "send_code",
    "send_letters",
    "write_letters",
]
