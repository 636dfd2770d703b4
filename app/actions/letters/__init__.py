"""The verbs of letters: writing and sending them, and deciding by the link in one.

Holds no rule of who may decide what (``app.approvals``) and no protocol of mail (``app.mail``).
"""

from app.actions.letters.decide_by_letter import Answer, decide_by_letter
from app.actions.letters.read_letter import LetterView, read_letter
from app.actions.letters.send_letters import send_letters
from app.actions.letters.write_letters import write_letters

__all__ = ["Answer", "LetterView", "decide_by_letter", "read_letter", "send_letters", "write_letters"]
