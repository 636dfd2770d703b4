"""What the demo says about the folder of catalogs."""

import json

import pytest

from app.bootstrap.catalog_words import catalog_words


@pytest.mark.parametrize(
    ("published", "in_force", "said"),
    [
        (True, True, ["is published and in force", "tests of the product have proven exactly these files"]),
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
        **({"proven_by": "tests of the product"} if published else {}),
    }
    log = f'[INFO] Started worker-1\n{json.dumps(told)}\n{{"event": "request"}}\n'
    words = list(catalog_words(log))
    assert len(words) == len(said)
    assert all("telecom: release 2026.2" in word for word in words[:1])
    for word, part in zip(words, said, strict=True):
        assert part in word


def test_what_was_proven_at_the_start_is_said_with_what_was_not() -> None:
    told = {
        "event": "catalog of the folder",
        "catalog": "pumps",
        "version": "3",
        "published": True,
        "in_force": True,
        "warnings": 2,
        "not_proven": 1,
        "cases": 13,
        "open_quotes": 5,
        "stranded": 3,
    }
    _, proofs = catalog_words(json.dumps(told))
    assert "2 warnings; 1 products not wholly" in proofs
    assert "13 golden cases hold; 5 open quotes tried, 3 would lose something." in proofs
