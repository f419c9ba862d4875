"""Comma or semicolon separated statements with a header line."""

import csv
from decimal import Decimal

from .entry import Entry


def _to_decimal(value: str) -> Decimal:
    cleaned = value.strip().replace(" ", "")
    sign = 1
    if cleaned.endswith(("-", "+")):
        sign = -1 if cleaned[-1] == "-" else 1
        cleaned = cleaned[:-1]
    if "," in cleaned:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    return sign * Decimal(cleaned)


def read_csv(source: str) -> list[Entry]:
    """The entries of a file with the columns `text` and `amount`."""
    delimiter = ";" if ";" in source.partition("\n")[0] else ","
    rows = csv.DictReader(source.splitlines(), delimiter=delimiter)
    return [Entry(row["text"], _to_decimal(row["amount"])) for row in rows]
