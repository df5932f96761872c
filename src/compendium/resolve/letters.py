"""Letters before paragraphs: "(a)", "(ii)", "b)": what each counts, and under which it stands.

A letter stays a word of its paragraph. Which alphabet "(i)" is of, and how deep it stands,
only the ones before it tell: after "(h)" it goes on with these, else it begins a new row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.model.text import Block, Paragraph, plain

_LETTER = re.compile(
    r"\s*(?P<mark>[(（](?P<inside>[a-z]|[A-Z]|[ivxl]{2,6}|[IVXL]{2,6}|[0-9]{1,2}|[\u0430-\u044f]"
    r"|[一二三四五六七八九十]{1,3}|[イロハニホヘトチリヌ])[)）]"
    r"|(?P<bare>[a-z]|[ivx]{2,5}|[\u0430-\u044f])\))(?=\s|[\u3000-\u9fff])"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
_KANJI = "一二三四五六七八九十"
_IROHA = "イロハニホヘトチリヌ"
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that a paragraph begins with, in one way to read it.

    Shape: `mark` is all of it ("(a)"), `sign` what is between the brackets; `row` tells
        alphabet and brackets; `value` counts from 1; `name` is how an address has it.
    """

    mark: str
    sign: str
    row: str
    value: int
    name: str


Placed = tuple[Letter, tuple[str, str] | None, int]
"""A letter, the local id and number it stands under if in an inner row, and how deep it is."""


@dataclass(slots=True)
class Rows:
    """The rows of letters that are open: the last letter of each with its anchor's local id.

    Shape: they are `parted` where a paragraph without a letter has come in between: they may
        go on, but a new row stands outside of them.
    """

    open: list[tuple[Letter, str, str]] = field(default_factory=list)
    parted: bool = False

    def place(self, block: Paragraph, following: Sequence[Block]) -> Placed | None:
        """The letter of *block* and where it stands, None if it has none.

        A row begins with "(a)", or where it goes on among the blocks *following*: "(C)" alone
        before a paragraph is no letter of a row.
        """
        readings = letters(block)
        found = self._row(readings, following) if readings else None
        if found is None:
            return None
        letter, depth = found
        self.parted = False
        del self.open[depth:]
        above = (self.open[-1][1], self.open[-1][2]) if self.open else None
        return letter, above, depth + 1

    def settle(self, letter: Letter, local: str, number: str) -> None:
        """Take note of the address *letter* was given."""
        self.open.append((letter, local, number))

    def _row(
        self, readings: Sequence[Letter], following: Sequence[Block]
    ) -> tuple[Letter, int] | None:
        for depth in reversed(range(len(self.open))):
            last = self.open[depth][0]
            for letter in readings:
                if letter.row == last.row and letter.value == last.value + 1:
                    return letter, depth
        after = {(x.row, x.value) for block in following for x in letters(block)}
        begins = [
            letter
            for letter in readings
            if (letter.row, letter.value + 1) in after
            or (letter.value == 1 and "upper" not in letter.row)
        ]
        rows = {last.row for last, _, _ in self.open}
        for letter in begins:
            inner = not self.parted and len(self.open) < _DEEPEST
            if letter.value == 1 and letter.row not in rows and inner:
                return letter, len(self.open)
        return (begins[-1], 0) if begins else None


def unlettered(written: Sequence[Block]) -> list[Block]:
    """The blocks of *written* that have no letter."""
    rows, others = Rows(), []
    for position, block in enumerate(written):
        place = isinstance(block, Paragraph) and rows.place(block, written[position + 1 :])
        if place:
            rows.settle(place[0], "", "")
        else:
            others.append(block)
    return others


def letters(block: Block) -> tuple[Letter, ...]:
    """The ways to read the letter that *block* begins with, none if it has none.

    A letter that may be a Roman numeral is first read as one.
    """
    if not isinstance(block, Paragraph) or block.name:
        return ()
    found = _LETTER.match(plain(block.content))
    if not found:
        return ()
    sign, mark = found["inside"] or found["bare"], found["mark"]
    kind = "()" if found["inside"] else ")"
    return tuple(
        Letter(mark, sign, f"{row}{kind}", value, name) for row, value, name in _readings(sign)
    )


def _readings(sign: str) -> list[tuple[str, int, str]]:
    low = sign.lower()
    case = "upper" if sign != low else "lower"
    found = []
    if set(low) <= set(_ROMAN):
        found.append((f"roman-{case}", _roman(low), low))
    if len(sign) == 1 and "a" <= low <= "z":
        found.append((f"latin-{case}", ord(low) - ord("a") + 1, low))
    if sign in _CYRILLIC:
        at = _CYRILLIC.index(sign)
        found.append(("cyrillic", at + 1, chr(ord("a") + at) if at < 26 else f"z{at - 25}"))
    if sign.isdecimal():
        found.append(("arabic", int(sign), f"sub-{int(sign)}"))
    if sign[0] in _KANJI:
        value = _kanji(sign)
        found.append(("kanji", value, str(value)))
    if sign in _IROHA:
        at = _IROHA.index(sign)
        found.append(("iroha", at + 1, chr(ord("a") + at)))
    return found


def _roman(low: str) -> int:
    worth = [_ROMAN[letter] for letter in low]
    return sum(-w if w < f else w for w, f in zip(worth, [*worth[1:], 0], strict=True))


def _kanji(sign: str) -> int:
    tens, ten, ones = sign.partition("十")
    above = (_KANJI.index(tens) + 1 if tens else 1) * 10 if ten else 0
    rest = ones if ten else sign
    return above + (_KANJI.index(rest) + 1 if rest else 0)
