from decimal import Decimal

from ledgerkit import read_mt940


def test_pairs_amount_and_text():
    entries = read_mt940(":61:12,34-\n:86:coffee\n:61:5,00\n:86:refund\n")
    assert [(e.text, e.amount) for e in entries] == [
        ("coffee", Decimal("-12.34")),
        ("refund", Decimal("5.00")),
    ]
