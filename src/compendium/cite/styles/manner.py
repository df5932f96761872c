"""What a style is made of: how it words a locator, and how it writes the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compendium.cite.records import Record, Work
from compendium.cite.wording import Forms
from compendium.model import folios


@dataclass(frozen=True, slots=True)
class Locator:
    """Where a passage stands, in a style's words: each with its own comma before it, or "".

    Shape: `address` is what follows the address of the page: "#" and an anchor, or "".
    """

    pinpoint: str = ""
    page: str = ""
    line: str = ""
    address: str = ""

    def __str__(self) -> str:
        return f"{self.pinpoint}{self.page}{self.line}"


@dataclass(frozen=True, slots=True)
class Manner:
    """A style: its words are those of `wording` in `wording.json`; `cite` writes a citation."""

    wording: str
    cite: Callable[[Record, Locator, Forms], str]


def shortened(first: str, last: str, style: str) -> str:
    """*last* as *style* prints it after *first* and a dash."""
    try:
        joined = folios.join(first, last, style)  # type: ignore[arg-type]  # forms are words
    except ValueError:  # from roman to arabic folios, or a label that is neither
        return last
    return joined.partition(folios.DASH)[2] or last


def numbered(record: Record, forms: Forms, comma: str = ", ") -> str:
    """The number of a document or part in the words of *forms*, after a comma; "" for none."""
    if not record.number:
        return ""
    form = forms["part" if record.kind == "part" else "document"]
    return comma + form.format(number=record.number)


def addressed(record: Record, locator: Locator) -> str:
    """Where the passage can be read, "" if nowhere."""
    return f"{record.address}{locator.address}" if record.address else ""


def published(work: Work, join: str = ": ") -> str:
    """Place and publisher as most styles join them, without what is not known."""
    return join.join(filter(None, (work.place, work.publisher)))


def bracketed(*parts: str) -> str:
    """The *parts* that are not empty, with commas, in parentheses; "" if all are."""
    said = joined(*parts)
    return f"({said})" if said and not said.startswith("[") else said


def joined(*parts: str, by: str = ", ") -> str:
    """The *parts* that are not empty, joined."""
    return by.join(filter(None, parts))


def stopped(words: str) -> str:
    """*words* with a full stop at their end, and never two."""
    return words if words.rstrip("\x03”’»").endswith((".", "?", "!")) else f"{words}."


def capital(words: str) -> str:
    """*words* with a capital at their head."""
    return words[:1].upper() + words[1:]


def sentences(*parts: str) -> str:
    """The *parts* that are not empty, each with a full stop."""
    return " ".join(stopped(part) for part in parts if part)
