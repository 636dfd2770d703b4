"""The commands of `quotewright connection` about connections themselves."""

from app.cli.connecting.add import add
from app.cli.connecting.change import change
from app.cli.connecting.look import listed, show
from app.cli.connecting.remove import remove
from app.cli.connecting.rotate import rotate
from app.cli.connecting.test import test

COMMANDS = (add, change, listed, remove, rotate, show, test)

__all__ = ["COMMANDS"]
