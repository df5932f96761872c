"""The pieces of a letter in a row of lines: dateline, salutation, close, signature, addressee."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from compendium.importers.manuscript.dating import dateline
from compendium.importers.manuscript.passages import Passage
from compendium.importers.runs import tidy
from compendium.importers.words import words_of
from compendium.model.text import Break, Inline, NoteCall, inlines, plain

_SALUTATION = re.compile(
    r"(?i)(?:(?:my |most )?dear\b|my lord|excellency|your (?:excellency|majesty|highness)"
    r"|(?:dear )?sirs?\b|gentlemen|madam|mister|mr\.|dear|monsieur|madame|excellence|messieurs"
    r"|sehr|lieber?\b|exzellenz|hochverehrte|уважаем|господин|ваше превосходительство"
    r"|многоуважаем|милостив|дорог|товарищ|閣下|拝啓|謹啓)"
)
_CLOSE = re.compile(
    r"(?i)(?:i (?:have the honou?r to (?:be|remain)|avail myself|am,? sir|remain|take this)"
    r"|(?:please )?accept,? |yours\b|(?:very )?(?:sincerely|truly|respectfully|cordially)\b"
    r"|(?:with )?(?:best|kind|warm|high|great)(?:est)? (?:regards|wishes|respect|esteem)"
    r"|(?:faithfully|obediently)|with (?:the )?(?:assurances?|renewed|expressions?) "
    r"|veuillez (?:agréer|recevoir)|agréez|je (?:vous prie d|saisis)|hochachtungsvoll"
    r"|mit (?:vorzüglicher|freundlich|ausgezeichnet)|genehmigen sie|примите|с (?:глубоким )?"
    r"(?:уважением|почтением)|прошу (?:вас )?принять|пользуюсь|敬具|謹言|敬白|本(?:使|大臣)は)"
)
_ADDRESSEE = re.compile(
    r"(?i)(?:(?:to )?(?:his|her|their) (?:\w+ )?(?:excellency|majesty|highness|honou?r|eminence)"
    r"|to\s*:|the (?:right )?hon(?:ou?rable|\.)|(?:à |a )?(?:son|sa) (?:excellence|majesté)"
    r"|monsieur\b|an (?:seine|den|die)\b|seiner (?:exzellenz|majestät)|его превосходительств"
    r"|господину|to the\b|hon\.|esq\.)"
)
_SIGNED = re.compile(
    r"(?i)(?:[(\[]?(?:signed|signé|gez\.|подпись|подписал|署名)[)\]:]|/s/|for the government of\b"
    r"|[(\[]signed (?!on\b|at\b|in\b))"
)
_END = re.compile(r"(?:[^.]|\b[^\W\d_]{1,4}\.)$")
_SHORT = 90
"""Characters that a line of a signature or an address has at most."""


@dataclass(slots=True)
class Pieces:
    """The lines of a document told apart: `head` and `tail` are named pieces in order.

    Shape: each piece is a name ("signature") and its lines; `body` is what stands between.
    """

    head: list[tuple[str, list[Passage]]] = field(default_factory=list)
    body: list[Passage] = field(default_factory=list)
    tail: list[tuple[str, list[Passage]]] = field(default_factory=list)


def tell(body: Sequence[Passage]) -> Pieces:
    """The pieces of *body*; what is not clearly one stays text."""
    done = Pieces()
    whole = {id(line): passage for passage in body for line in _lines(passage)}
    lines = [line for passage in body for line in _lines(passage)]
    first = _head(lines, done)
    last = _tail(lines, first, done)
    done.body = _rejoined(lines[first:last], lines, whole)
    return done


def _lines(passage: Passage) -> list[Passage]:
    """*passage* cut where its author began a new line, if all its lines are short."""
    if passage.lines is None:
        passage.lines = _cut(passage)
    return passage.lines


def _cut(passage: Passage) -> list[Passage]:
    runs: list[list[Inline]] = [[]]
    for node in passage.content:
        if isinstance(node, Break) and node.hard:
            runs.append([])
        else:
            runs[-1].append(node)
    said = [plain(run).strip() for run in runs]
    noted = any(isinstance(node, NoteCall) for node in inlines(passage.content))
    if len(runs) < 2 or noted or passage.names or not all(0 < len(s) <= _SHORT for s in said):
        return [passage]
    lines = [
        replace(passage, content=tidy(run), words=words_of(text), lines=None)
        for run, text in zip(runs, said, strict=True)
    ]
    lines[0].words = words_of(f"{passage.number} {said[0]}")
    for line in lines[1:]:
        line.number = ""
    return lines


def _rejoined(
    kept: Sequence[Passage], lines: Sequence[Passage], whole: dict[int, Passage]
) -> list[Passage]:
    """*kept* with the lines of a passage put together again that are all there."""
    counts = Counter(id(whole[id(line)]) for line in lines)
    here = Counter(id(whole[id(line)]) for line in kept)
    done: list[Passage] = []
    for line in kept:
        passage = whole[id(line)]
        if here[id(passage)] < counts[id(passage)]:
            done.append(line)
        elif not done or done[-1] is not passage:
            done.append(passage)
    return done


def _head(body: Sequence[Passage], done: Pieces) -> int:
    at = 0
    address = _address(body)
    if address:
        done.head.append(("addressee", list(body[:address])))
        at = address
    while at < len(body) and at < address + 4:
        passage = body[at]
        if passage.block is None and dateline(passage.text):
            done.head.append(("dateline", [passage]))
        elif passage.role in ("dateline", "salutation", "addressee"):
            done.head.append((passage.role, [passage]))
        elif _salutes(passage):
            done.head.append(("salutation", [passage]))
            return at + 1
        else:
            break
        at += 1
    return at


def _address(body: Sequence[Passage]) -> int:
    """How many lines of an address open *body*, which must end with a salutation."""
    if not body or not _ADDRESSEE.match(body[0].text) or _salutes(body[0]):
        return 0
    for at in range(1, min(8, len(body))):
        if _salutes(body[at]):
            return at
        if not _short(body[at]):
            return 0
    return 0


def _salutes(passage: Passage) -> bool:
    text = passage.text
    ends = text.endswith((",", ":", "!", "，", "、", "：", "！")) or text in (
        "拝啓",
        "謹啓",
        "閣下",
    )
    return passage.block is None and len(text) <= 70 and ends and bool(_SALUTATION.match(text))


def _short(passage: Passage) -> bool:
    """Whether *passage* could be a line of a signature or an address."""
    return (
        passage.block is None
        and passage.level == 0
        and 0 < len(passage.text) <= _SHORT
        and bool(_END.search(passage.text))
    )


def _tail(body: Sequence[Passage], first: int, done: Pieces) -> int:
    """Find the pieces at the end of *body*, and return where they begin."""
    start = next(
        (
            at
            for at in range(len(body) - 1, max(first - 1, len(body) - 16), -1)
            if body[at].block is None
            and (_CLOSE.match(body[at].text) or body[at].role == "close")
            and all(_short(passage) for passage in body[at + 1 :])
        ),
        None,
    )
    if start is not None:
        done.tail.append(("close", [body[start]]))
        _lines_after(body[start + 1 :], done)
        return start
    start = next(
        (
            at
            for at in range(max(first, len(body) - 12), len(body))
            if (_SIGNED.match(body[at].text) or body[at].role == "signature")
            and all(_short(passage) for passage in body[at:])
        ),
        len(body),
    )
    _lines_after(body[start:], done)
    return start


def _lines_after(lines: Sequence[Passage], done: Pieces) -> None:
    """The lines after the close: a signature, an address, a date."""
    name, held = "signature", list[Passage]()
    for line in lines:
        opened = line.role if line.role in ("signature", "addressee", "dateline") else ""
        if _ADDRESSEE.match(line.text) and name != "addressee":
            opened = "addressee"
        elif dateline(line.text):
            opened = "dateline"
        elif name == "dateline":
            opened = "signature"
        apart = opened == "dateline" or (opened and opened != name)
        if apart and held:
            done.tail.append((name, held))
            held = []
        name = opened or name
        held.append(line)
    if held:
        done.tail.append((name, held))
