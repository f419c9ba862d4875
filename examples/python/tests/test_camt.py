from decimal import Decimal

from ledgerkit import read_camt


def test_amounts_in_both_notations():
    source = (
        "<Doc><Ntry><Text>a</Text><Amt>1.234,50</Amt></Ntry>"
        "<Ntry><Text>b</Text><Amt>12.5-</Amt></Ntry></Doc>"
    )
    amounts = [entry.amount for entry in read_camt(source)]
    assert amounts == [Decimal("1234.50"), Decimal("-12.5")]
