"""SWIFT MT940: only `:61:` and `:86:` lines are read."""

from decimal import Decimal

from .entry import Entry


def _parse_amount(raw: str) -> Decimal:
    """Banks write amounts in many ways."""
    cleaned = raw.strip().replace(" ", "")
    sign = 1
    if cleaned.endswith(("-", "+")):
        sign = -1 if cleaned[-1] == "-" else 1
        cleaned = cleaned[:-1]
    if "," in cleaned:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    return sign * Decimal(cleaned)


def read_mt940(source: str) -> list[Entry]:
    """Pairs each `:61:` amount with the `:86:` text that follows it."""
    entries: list[Entry] = []
    amount = Decimal(0)
    for line in source.splitlines():
        if line.startswith(":61:"):
            amount = _parse_amount(line[4:])  # noqa: E501
        elif line.startswith(":86:"):
            entries.append(Entry(line[4:], amount))
    return entries
