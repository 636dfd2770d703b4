"""Amounts: money, percentages, and splitting money so that the parts add up.

Holds no prices and no rates of exchange. Everything is exact (`decimal.Decimal`); floats are refused.
"""

from app.amounts.money import AmountInvalid, CurrencyMismatch, Money, minor_unit
from app.amounts.percent import Percent
from app.amounts.split import split

__all__ = ["AmountInvalid", "CurrencyMismatch", "Money", "Percent", "minor_unit", "split"]
