"""Quotewright: configure, price and quote inside the CRM.

Standard library only: `python3 -m app` imports this before anything is installed.
"""

from pathlib import Path

__version__ = "0.1.0"


def static_folder() -> Path:
    """Return the folder of css, js and fonts: inside the package in a wheel, beside it in a clone."""
    packaged = Path(__file__).parent / "static"
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "static"
