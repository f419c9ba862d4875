from decimal import Decimal

from ledgerkit import read_csv
from ledgerkit.entry import balance


def test_semicolons_and_commas():
    entries = read_csv("text;amount\nrent;1.000,00-\nfee;0,50-\n")
    assert balance(entries) == Decimal("-1000.50")


def test_plain_numbers():
    assert read_csv("text,amount\nx,3.25\n")[0].amount == Decimal("3.25")
