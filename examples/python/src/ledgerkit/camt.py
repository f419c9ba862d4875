"""ISO 20022 camt.053, the few elements that matter."""

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

from .entry import Entry


def _parse_amount(text: str) -> Decimal:
    """An amount as banks print it: `1.234,50` or `1234.50`, a trailing sign."""
    cleaned = text.strip().replace(" ", "")
    sign = 1
    if cleaned.endswith(("-", "+")):
        sign = -1 if cleaned[-1] == "-" else 1
        cleaned = cleaned[:-1]
    if "," in cleaned:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    return sign * Decimal(cleaned)


def read_camt(source: str) -> list[Entry]:
    """The entries of a document, in its order."""
    root = ElementTree.fromstring(source)
    return [
        Entry(node.findtext("Text") or "", _parse_amount(node.findtext("Amt") or "0"))
        for node in root.iter("Ntry")
    ]
