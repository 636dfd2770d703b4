"""Commands about stored quotes: what became of them, whether they are what was offered and price alike."""

from app.cli.quote.commands import quote
from app.cli.quote.history import history
from app.cli.quote.replay import replay
from app.cli.quote.verify import verify

__all__ = ["history", "quote", "replay", "verify"]
