"""Reads bank statements."""

from .camt import read_camt
from .csvfile import read_csv
from .mt940 import read_mt940

__all__ = ["read_camt", "read_csv", "read_mt940"]
