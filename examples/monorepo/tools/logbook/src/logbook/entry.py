"""Lines such as `0715 in Seagull 12`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A ship that came or went; `minute` counts from midnight."""

    minute: int
    arrived: bool
    ship: str
    berth: int


def read(text: str) -> list[Entry]:
    """The entries of a day; empty lines and remarks (`#`) are left out."""
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    return [
        Entry(_minute(time), way == "in", " ".join(ship), int(berth))
        for time, way, *ship, berth in filter(None, lines)
    ]


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[2:])
