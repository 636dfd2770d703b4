"""Rows of tables that never match."""

from collections.abc import Iterator

from app.configuration.proofs.known import Known
from app.configuration.proofs.proof import Proof


def prove_rows(known: Known) -> Iterator[Proof]:
    for asked in known.questions.rows:
        if known.never(asked.literal):
            text = f"{asked.text} of {asked.group} never matches."
            yield known.proof("dead_row", asked.place, text, denied=asked.true)
