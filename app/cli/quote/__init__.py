"""Commands about stored quotes: whether they are what was offered, and whether they still price alike."""

from app.cli.quote.commands import quote
from app.cli.quote.replay import replay
from app.cli.quote.verify import verify

__all__ = ["quote", "replay", "verify"]
