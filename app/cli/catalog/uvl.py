"""``quotewright catalog import uvl``."""

from decimal import Decimal
from pathlib import Path

import click

from app.store.catalogs import write_catalog
from app.store.feature_models import draft_of, feature_model_file, legal_keys


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="a folder that is new or empty")
@click.option("--currency", default="EUR", show_default=True, help="of the prices, which are 0 at first")
def uvl(file: Path, out: Path, currency: str) -> None:
    """A feature model in UVL: features become things to choose, the tree and the constraints become rules.

    What a catalog cannot say is named with its line, and nothing is written. What the model leaves open, such
    as the range of a number, is assumed and said.
    """
    key = legal_keys([file.stem])[file.stem]
    draft = draft_of(feature_model_file(file), key=key, prices={currency: Decimal(0)})
    write_catalog(out, draft.product, note=f"Imported from the feature model {file.name}.")
    for note in draft.notes:
        click.echo(note, err=True)
    click.echo(
        f"{out}: {len(draft.flat.attributes)} attributes, {len(draft.flat.rules)} rules. "
        f"Fill in the seller in {out / 'catalog.yaml'}, then run: quotewright catalog check {out}"
    )
