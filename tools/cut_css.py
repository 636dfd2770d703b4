"""Cut a style sheet to the class names that the pages use.

A selector stays if every class name in it is used (names inside `:not(...)` do not count: an unused one
there excludes nothing). Keyframes and custom properties stay if something that stays refers to them.
Addresses relative to the style sheet are dropped: the pictures behind them are not shipped.
"""

import re
from collections.abc import Iterable
from typing import Any

import tinycss2

WORD = re.compile(r"[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
RELATIVE_ADDRESS = re.compile(r"url\((?!\s*[\"']?(?:data:|#))")
READ_PROPERTY = re.compile(r"var\(\s*(--[\w-]+)")
CUSTOM_PROPERTY = re.compile(r"""(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|\([^()]*\)|[^;{}"'(])*;?""")
EMPTY_RULE = re.compile(r"(?<=[};])[^{};]+\{\}")
NESTED = {"media", "supports", "layer", "container"}


def words_of(texts: Iterable[str]) -> frozenset[str]:
    """Return every word of the pages and scripts: more than the class names, and never less."""
    return frozenset(word for text in texts for word in WORD.findall(text))


def cut(css: str, words: frozenset[str]) -> str:
    """Return the part of `css` that pages made of `words` can use."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = "".join(_rule(rule, words) for rule in rules)
    return _without_unused_properties(_without_unused_keyframes(kept), words)


def _rule(rule: Any, words: frozenset[str]) -> str:
    if rule.type == "qualified-rule":
        return _qualified(rule, words)
    if rule.type != "at-rule" or rule.at_keyword == "charset":
        return ""
    if rule.content is None or rule.lower_at_keyword not in NESTED:
        return str(rule.serialize())
    inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    body = "".join(_rule(child, words) for child in inner)
    return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""


def _qualified(rule: Any, words: frozenset[str]) -> str:
    selectors = _split(tinycss2.serialize(rule.prelude))
    kept = [selector for selector in selectors if _is_used(selector, words)]
    body = _declarations(rule.content) if kept else ""
    return f"{','.join(kept)}{{{body}}}" if body else ""


def _split(selectors: str) -> list[str]:
    """Split a selector list at its outer commas."""
    parts, depth = [""], 0
    for character in selectors:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _is_used(selector: str, words: frozenset[str]) -> bool:
    return all(name in words for name in CLASS.findall(NEGATION.sub("", selector)))


def _declarations(content: Any) -> str:
    items = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    texts = (item.serialize().strip() for item in items if item.type == "declaration")
    return ";".join(text for text in texts if not RELATIVE_ADDRESS.search(text))


def _without_unused_keyframes(css: str) -> str:
    rules = tinycss2.parse_stylesheet(css)
    frames = [rule for rule in rules if getattr(rule, "lower_at_keyword", "").endswith("keyframes")]
    others = "".join(rule.serialize() for rule in rules if rule not in frames)
    used = frozenset(WORD.findall(others))
    kept = (rule.serialize() for rule in frames if tinycss2.serialize(rule.prelude).strip() in used)
    return others + "".join(kept)


def _without_unused_properties(css: str, words: frozenset[str]) -> str:
    """Drop custom properties that nothing reads; repeat, as one may have been read by another only."""
    shorter = _without_unread(css, words)
    while shorter != css:
        css, shorter = shorter, _without_unread(shorter, words)
    return EMPTY_RULE.sub("", css)


def _without_unread(css: str, words: frozenset[str]) -> str:
    read = {name.lstrip("-") for name in READ_PROPERTY.findall(css)} | words
    return CUSTOM_PROPERTY.sub(lambda found: found[0] if found[1].lstrip("-") in read else "", css)
