"""What a process does that adds lines to one quote."""

from app.quoting import quote_id
from app.store import Database, Vault, quotes
from tests.store.examples import AT, DEMO, a_line
from tests.store.keys import KEY


def write(url: str, quote: str, count: int) -> None:
    database = Database.open(url, vault=Vault((KEY,)))
    for _ in range(count):
        with database.transaction() as tx:
            found = quotes.load(tx, quote_id(quote), connection=DEMO)
            changed = found.with_line(a_line(found.next_line), at=AT)
            quotes.update(tx, changed, expected=found.revision)
    database.close()
