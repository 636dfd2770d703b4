"""A backup that is put back doubles nothing of what was written to the CRM after it was taken."""

import os
import subprocess
from pathlib import Path

from app.store import audit_proof
from tests.fixtures_product import ROOT, Product
from tests.forks import typed


def _command(product: Product, *words: str) -> "subprocess.CompletedProcess[str]":
    return typed(*words, cwd=ROOT, env={**os.environ, **product.environment})


def test_a_quote_that_was_written_after_the_backup_is_recognised_and_not_doubled(
    product: Product, tmp_path: Path
) -> None:
    archive = str(tmp_path / "taken.backup")
    rep = product.sign_in()
    quote = rep.quote()
    rep.line(quote)
    product.kill("worker")
    rep.submit(quote)
    taken = _command(product, "backup", archive)
    assert taken.returncode == 0, taken.stderr
    product.start_worker()
    assert rep.ended(quote)["state"] == "written"

    refused = _command(product, "restore", archive)
    assert (refused.returncode, "backup_refused" in refused.stderr) == (1, True)
    product.stop()
    product.database.close()
    restored = _command(product, "restore", archive)
    assert restored.returncode == 0, restored.stderr
    product.start_worker()
    product.start_web()

    again = product.sign_in()
    ended = again.ended(quote)
    assert (ended["state"], ended["receipt"]["repeated"]) == ("written", True)
    assert len(product.sandbox.records("Quote")) == 1
    with product.database.reading() as tx:
        assert list(audit_proof.prove(tx))
