"""Patterns match whole texts, and none of them can make the product hang."""

import pytest

from app.catalog.patterns import MAX_LENGTH, PatternInvalid, check_pattern, matches


def test_the_whole_text_matches_or_it_does_not() -> None:
    assert matches("[A-Z]{2}-[0-9]{4}", "AB-1234")
    assert not matches("[A-Z]{2}-[0-9]{4}", "AB-12345")
    assert not matches("a|ab", "abc")
    assert matches("a|ab", "ab")
    assert matches("[äöü]+", "öä")


def test_patterns_that_would_never_end_elsewhere_answer_at_once() -> None:
    assert not matches("(a|a)*(a*)*b", "a" * 200)
    assert not matches("(.*)*(.*)*(.*)*x", "y" * 200)


@pytest.mark.parametrize(
    "pattern", ["[A-Z", "(a)\\1", "(?=a)", "a{2,1}", "((((a{1000}){1000}){1000}){1000})", "*"]
)
def test_what_is_not_read_is_refused_in_words(pattern: str) -> None:
    with pytest.raises(PatternInvalid, match=r"\w"):
        check_pattern(pattern)


def test_a_pattern_has_a_bounded_length() -> None:
    with pytest.raises(PatternInvalid, match="at most 400 are read"):
        check_pattern("a" * (MAX_LENGTH + 1))
