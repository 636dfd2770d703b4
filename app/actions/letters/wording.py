"""What letters say: the subject and the text of each, for one person. Nothing in them follows from costs."""

from typing import Final

from app.actions.letters.read_letter import LetterView
from app.approvals import ApprovalRequest, Cause, Letter, Verb

_SUBJECTS: Final = {
    Cause.ASKED: "Your decision is needed: quote {}",
    Cause.REMINDED: "Reminder: quote {} waits for your decision",
    Cause.ESCALATED: "Quote {} waits for a decision for too long",
    Cause.DELEGATED: "You decide for somebody else now: quote {}",
}
_DONE: Final = {
    Verb.APPROVE: "agreed to it",
    Verb.REJECT: "did not agree to it",
    Verb.ASK: "asked its author something",
}


def asking(view: LetterView, *, link: str) -> tuple[str, str]:
    """The subject and the text of a letter with a link to decide by."""
    total = view.quote.total.rounded()
    net = f"{total.amount:,} {total.currency} net"
    lines = [
        f"Hello {view.name},",
        "",
        f"{view.author} asks you to agree to quote {view.quote.number}, {net}.",
    ]
    if view.decides_for:
        lines += [f"You decide for {' and '.join(view.decides_for)}."]
    if view.comment:
        lines += ["", f"They say: {view.comment}"]
    lines += ["", "What you are asked about:"]
    lines += [f"- {need.name}: {need.why}" for need in view.needs]
    lines += [
        "",
        "Look at it and decide:",
        link,
        "",
        f"The link is yours alone. It decides once, until {view.letter.expires_at:%Y-%m-%d %H:%M} UTC.",
        "Where a browser is not known as yours yet, we send you a code first. You are told when it is used.",
        "You can decide in your CRM as well: open the panel on the opportunity.",
    ]
    return _SUBJECTS[view.letter.cause].format(view.quote.number), "\n".join(lines) + "\n"


def confirming(letter: Letter, request: ApprovalRequest, *, code: str) -> tuple[str, str]:
    """The code for whoever uses the link of a letter to that person, if it is them."""
    lines = [
        "Hello,",
        "",
        f"on {letter.moment:%Y-%m-%d} at {letter.moment:%H:%M} UTC the link in a letter to you was used,",
        f"to decide on quote {request.number} of {request.author_name}.",
        "",
        "If that is you, type this code into the page:",
        "",
        f"    {code[:3]} {code[3:]}",
        "",
        f"It holds until {letter.expires_at:%H:%M} UTC. From then on the browser is known as yours.",
        "",
        "If it is not you, tell nobody the code: without it nothing is decided. Somebody has your letter;",
        "decide in your CRM instead, in the panel on the opportunity.",
    ]
    return f"Your code for quote {request.number}", "\n".join(lines) + "\n"


def telling(letter: Letter, request: ApprovalRequest) -> tuple[str, str]:
    """That the link in a letter to that person was used, when and for what, and what to do if not by them."""
    here = (letter.user, letter.moment)
    deeds = [one for one in request.decisions if (one.user, one.at) == here and one.verb in _DONE]
    what = _DONE[deeds[0].verb] if deeds else "decided"
    name = deeds[0].user_name if deeds else ""
    about = [request.need(one.need).need.name for one in deeds if one.need is not None]
    lines = [
        f"Hello {name},",
        "",
        f"on {letter.moment:%Y-%m-%d} at {letter.moment:%H:%M} UTC the link in a letter to you was used.",
        f"By it, in your name, you {what}: quote {request.number} of {request.author_name}.",
        "",
        *(f"- {one}" for one in about),
    ]
    if deeds and deeds[0].comment:
        lines += ["", f"You said: {deeds[0].comment}"]
    lines += [
        "",
        "If that was you, there is nothing to do.",
        "",
        "If it was not: open the panel on the opportunity in your CRM now, and there the quote.",
        'Its record says "by letter" of this decision.',
        f"Tell {request.author_name}, who can take the quote back, and your administrator.",
    ]
    return f"Decided by the link of your letter: quote {request.number}", "\n".join(lines) + "\n"
