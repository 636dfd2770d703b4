"""What the demo says about the folder of catalogs."""

import json

import pytest

from app.bootstrap.catalog_words import catalog_words


@pytest.mark.parametrize(
    ("published", "in_force", "said"),
    [
        (True, True, ["is published and in force"]),
        (False, False, ["was published before and is not in force"]),
        (False, True, []),
    ],
)
def test_a_word_is_said_where_something_happened(published: bool, in_force: bool, said: list[str]) -> None:
    told = {
        "event": "catalog of the folder",
        "catalog": "telecom",
        "version": "2026.2",
        "published": published,
        "in_force": in_force,
    }
    log = f'[INFO] Started worker-1\n{json.dumps(told)}\n{{"event": "request"}}\n'
    words = list(catalog_words(log))
    assert len(words) == len(said)
    for word, part in zip(words, said, strict=True):
        assert "telecom: release 2026.2" in word
        assert part in word
