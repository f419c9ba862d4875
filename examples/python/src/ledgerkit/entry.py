"""What every statement format has in common."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """One booked transaction."""

    text: str
    amount: Decimal


def balance(entries: list[Entry]) -> Decimal:
    """The sum of all amounts."""
    return sum((entry.amount for entry in entries), Decimal(0))
