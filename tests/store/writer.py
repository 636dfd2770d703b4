"""A process that adds lines to one quote: ``writer.py URL QUOTE COUNT``."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from app.quoting import quote_id
from app.store import Database, Vault, quotes
from tests.store.examples import AT, DEMO, a_line
from tests.store.keys import KEY


def main(url: str, quote: str, count: int) -> None:
    database = Database.open(url, vault=Vault((KEY,)))
    for _ in range(count):
        with database.transaction() as tx:
            found = quotes.load(tx, quote_id(quote), connection=DEMO)
            changed = found.with_line(a_line(found.next_line), at=AT)
            quotes.update(tx, changed, expected=found.revision)
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
