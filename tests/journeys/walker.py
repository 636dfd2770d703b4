"""A rep who answers one open question after the other until the line is complete: by mouse, or by keys alone.

Each takes the first answer that is possible. What a question looks like decides how it is answered.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import Locator, expect

from tests.journeys.desk import Desk

_MOST = 120
_MOST_TABS = 400
_WHERE = """() => {
    const at = document.activeElement;
    const question = at.closest(".qw-question_open"), set = at.closest(".qw-set:has(.qw-rest)");
    return {
        question: question ? question.id : "",
        set: set ? set.querySelector(":scope > .qw-note").innerText : "",
        kind: at.matches("input") ? at.type : at.tagName.toLowerCase(),
        taken: !!at.checked,
        words: at.innerText || "",
    };
}"""


@dataclass(slots=True)
class Walker:
    """``answers``: how many questions were answered."""

    desk: Desk
    answers: int = 0

    def walk(self) -> None:
        """From an empty line to a complete one."""
        while not self.complete:
            assert self.answers < _MOST, "the questions never end"
            self.desk.rest()
            self.step()

    def step(self) -> None:
        raise NotImplementedError

    @property
    def complete(self) -> bool:
        return "complete" in self.desk.panel.locator(".qw-running .qw-note").inner_text()

    def open(self) -> Locator:
        return self.desk.panel.locator(".qw-question_open, .qw-rest")

    def settled(self, before: str | None) -> None:
        """Waits for the answer to a change that was made when the quote had that revision."""
        self.answers += 1
        expect(self.desk.panel.locator("[data-self]")).not_to_have_attribute("data-revision", before or "")
        expect(self.desk.notice).to_be_empty()

    def revision(self) -> str | None:
        return self.desk.panel.locator("[data-self]").get_attribute("data-revision")


class Clicker(Walker):
    def step(self) -> None:
        if not self.open().count():
            self.desk.panel.locator(".qw-step:not(.qw-step_done):not(.qw-step_current)").first.click()
            expect(self.open().first).to_be_visible()
            return
        question, before = self.open().first, self.revision()
        number, answers = question.locator("input[type=number]"), question.locator("input:enabled + span")
        members = self.desk.panel.locator(".qw-set:has(.qw-rest)").first
        if number.count():
            number.fill(possible(question))
            number.press("Enter")
        elif answers.count():
            answers.first.click()
        elif lacking(members.locator("> .qw-note").inner_text()):
            members.locator("input:enabled:not(:checked) + span").first.click()
        else:
            question.get_by_role("button").click()
        self.settled(before)


class Typist(Walker):
    """Tab goes on, the space bar chooses, Enter presses buttons; the mouse is never touched."""

    choosing: ClassVar[tuple[str, ...]] = ("radio", "checkbox")

    def step(self) -> None:
        for _ in range(_MOST_TABS):
            at = self.desk.frame.evaluate(_WHERE)
            before = self.revision()
            if at["question"] and at["kind"] == "number":
                field = self.desk.panel.locator(f"#{at['question']}")
                self.desk.page.keyboard.type(possible(field))
                self.desk.page.keyboard.press("Enter")
                return self.settled(before)
            lacks = at["set"] and not at["taken"] and lacking(at["set"])
            if (at["question"] or lacks) and at["kind"] in self.choosing:
                self.desk.page.keyboard.press("Space")
                return self.settled(before)
            if at["set"] and re.match("None of these|No more of these", at["words"]) and not lacks:
                self.desk.page.keyboard.press("Enter")
                return self.settled(before)
            if at["words"].startswith("Next: ") and not self.open().count():
                self.desk.page.keyboard.press("Enter")
                heading = self.desk.panel.locator("[data-heading]")
                expect(heading).to_have_text(at["words"].removeprefix("Next: "))
                expect(heading).to_be_focused()
                return None
            self.desk.page.keyboard.press("Tab")
        raise AssertionError("Tab never reaches an open question")


def lacking(told: str) -> bool:
    """Whether a set has fewer members than it says it needs: ``Choose 2 to 3. 1 chosen.``"""
    needed, taken = re.search(r"Choose (\d+)", told), re.search(r"(\d+) chosen", told)
    assert taken, told
    return needed is not None and int(taken[1]) < int(needed[1])


def possible(question: Locator) -> str:
    """The first number that the question says is possible."""
    told = question.locator(".qw-number .qw-note").inner_text()
    found = re.search(r"possible: ([\d,.]+)", told)
    assert found, told
    return found[1].rstrip(",.").replace(",", "")
