"""One question at a time: which is on the page, what followed by itself, and where its buttons lead.

The page says where it is by a step that is none of the product's: ``~`` and the key of a question, or ``~``
alone for the next one.
"""

from dataclasses import dataclass, replace
from typing import Final

from app.actions import LineView, NextQuestion
from app.catalog import Question
from app.catalog.texts import said
from app.configuration import Guide, Progress
from app.web.panel.nested import Item, ShownSet, items, leaves
from app.web.panel.questions import Question as ShownQuestion
from app.web.panel.values import worded

MARK: Final = "~"


@dataclass(frozen=True, slots=True)
class Followed:
    """A question that nobody has to answer, since its answer follows."""

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class GuidedPage:
    """``item`` is None when nothing is left to ask. ``heading`` asks; ``skip`` and ``back`` are steps, empty
    where they lead nowhere; ``step`` is the product's own that the question stands in.
    """

    mark: str
    heading: str
    item: Item | None
    step: str
    back: str
    skip: str
    followed: tuple[Followed, ...]
    proposed: str


def is_guided(step: str) -> bool:
    return step.startswith(MARK)


def guided_page(view: LineView, step: str, *, language: str, proposed: str = "") -> GuidedPage:
    """``proposed``: why this question is asked now. One that does not apply gives way to the next."""
    guide = Guide(view.product, view.configuration)
    standing = dict(zip((one.key for one in guide.questions), guide.standings, strict=True))
    wanted = step.removeprefix(MARK)
    known = {one.key: one for one in guide.questions}
    question = known.get(wanted) if standing.get(wanted, "absent") != "absent" else guide.next()
    item = None if question is None else _item(view, question)
    reached = [one for one in guide.questions if standing[one.key] in ("answered", "open", "unanswered")]
    following = None if question is None else guide.next(question.key)
    return GuidedPage(
        mark=MARK if question is None else f"{MARK}{question.key}",
        heading=_heading(question, item, language=language),
        item=None if item is None else replace(item, text="", texts={}),
        step="" if question is None else question.step,
        back=_before(reached, question),
        skip=f"{MARK}{following.key}" if following is not None and following is not question else "",
        followed=tuple(_followed(view, guide)),
        proposed=proposed,
    )


def after(view: LineView, step: str) -> str:
    """The step to go on with: the next one once the question is settled."""
    guide, wanted = Guide(view.product, view.configuration), step.removeprefix(MARK)
    settled = {
        one.key
        for one, standing in zip(guide.questions, guide.standings, strict=True)
        if standing in ("answered", "followed", "absent")
    }
    if wanted not in settled:
        return step
    following = guide.next(wanted)
    return MARK if following is None else f"{MARK}{following.key}"


def proposed_step(found: NextQuestion) -> tuple[str, str]:
    """The step of the question that settles most, and what to say of it."""
    best = found.proposal and found.proposal.best
    if not best or found.proposal is None:
        return MARK, ""
    attribute = found.product.attribute(best.attribute)
    count = f"{best.average.normalize():f}"
    looked = f"{found.proposal.looked_at} of {found.proposal.candidates} looked at"
    name = attribute.name if attribute else best.attribute
    return (
        f"{MARK}{best.question.key}",
        f"Ask next: {name}, settles most. An answer decides {count} further questions on average ({looked}).",
    )


def progress_text(progress: Progress) -> str:
    """``3 of 7 answered, 2 followed by themselves, 1 need unanswered``."""
    parts = [f"{progress.answered} of {progress.total} answered"]
    if progress.followed:
        parts.append(
            f"{progress.followed} followed by {'itself' if progress.followed == 1 else 'themselves'}"
        )
    if progress.unanswered:
        parts.append(f"{progress.unanswered} need{'' if progress.unanswered == 1 else 's'} unanswered")
    return ", ".join(parts)


def _themselves(count: int) -> str:
    return "itself" if count == 1 else "themselves"


def _item(view: LineView, question: Question) -> ShownQuestion | ShownSet | None:
    step = next(one for one in view.product.steps if one.key == question.step)
    found = leaves(items(view, step.attributes).shown)
    return next((one for one in found if one.key == question.key), None)


def _heading(question: Question | None, item: ShownQuestion | ShownSet | None, *, language: str) -> str:
    if question is None or item is None:
        return "Nothing is left to ask"
    return said(question.text, question.texts, language=language) or item.full


def _before(reached: list[Question], question: Question | None) -> str:
    keys = [one.key for one in reached]
    place = keys.index(question.key) if question is not None and question.key in keys else len(keys)
    return f"{MARK}{keys[place - 1]}" if place else ""


def _followed(view: LineView, guide: Guide) -> list[Followed]:
    values = view.configuration.implied
    return [
        Followed(worded(view.product, key, value=values[key]), key)
        for one, standing in zip(guide.questions, guide.standings, strict=True)
        if standing == "followed"
        for key in one.attributes
        if key in values and (len(one.attributes) == 1 or values[key] is True)
    ]
