"""Every question has its place in the guide, and the guide has no other."""

import re
from pathlib import Path

from app.actions.examining import OURS
from app.crm.examination import Area, Question
from app.crm.salesforce.examination.examiner import QUESTIONS

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "doctor.md").read_text("utf-8")
ALL = (*OURS, *QUESTIONS)


def test_the_guide_has_a_section_for_every_code_in_its_order() -> None:
    assert re.findall(r"^### (\w+)$", GUIDE, re.MULTILINE) == [one.code for one in ALL]


def test_a_section_says_what_is_looked_at_in_the_area_that_it_is_asked_in() -> None:
    areas = re.split(r"^## (\w+)$", GUIDE.partition("# Every question")[2], flags=re.MULTILINE)[1:]
    told = {
        Question(code, Area(name), words)
        for name, text in zip(areas[::2], areas[1::2], strict=True)
        for code, words in re.findall(r"^### (\w+)\n\n\*(.+?)\.\*", text, re.MULTILINE)
    }
    assert told == {Question(one.code, one.area, one.words) for one in ALL}


def test_what_a_question_needs_is_a_question_and_never_itself() -> None:
    needs = {one.code: set(one.needs) for one in ALL}
    assert len(needs) == len(ALL)
    while needs:
        free = {code for code, those in needs.items() if not those}
        assert free, needs
        needs = {code: those - free for code, those in needs.items() if code not in free}
