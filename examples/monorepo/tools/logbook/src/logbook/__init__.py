"""Reads the harbour master's log."""

from .entry import Entry, read

__all__ = ["Entry", "read"]
