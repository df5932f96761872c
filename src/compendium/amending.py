"""The short way: one document was amended within itself, and all else of the book stands.

The document is read, tied, set, linked and proved; what the rest of the edition sees of it,
and where it stands on its pages, must be what it was. All of that is compared, and wherever
it is not so, the book is built as if there were no short way. What comes out is the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from compendium import ledger
from compendium.account import Account
from compendium.ledger import Card, Ledger
from compendium.model.digests import document_digests, whole_digest
from compendium.model.edition import Edition
from compendium.model.kept import Keep
from compendium.model.pages import Chunk, PageMap, Piece, Place, Side
from compendium.model.theme import Theme

if TYPE_CHECKING:
    from compendium.diag import Diagnostic
    from compendium.proof import Before, Exchange
    from compendium.resolve import Excerpt
    from compendium.settling import Outcome

_TEXT = re.compile(r"documents/([^/.]+)\.[^/]+\.md")
_PLAN = "edition.yaml"
OUTPUTS = frozenset({"pdf"})
"""What the short way makes, and the page map and the proof with it."""

Meanwhile = Callable[[], None]
Typeset = Callable[[Theme, Sequence[Chunk], Sequence[Side], Meanwhile], Sequence["Outcome"]]
Files = Mapping[str, bytes]


class LongWayError(Exception):
    """More has changed than one document within itself, or it cannot be told."""


@dataclass(frozen=True, slots=True)
class Amended:
    """A book with one document amended: its files, what is told of it, and its ledger.

    Shape: `texts` are the files of the document.
    """

    files: Files
    told: tuple[str, ...]
    ledger: Ledger
    texts: Files

    @property
    def problems(self) -> list[Diagnostic]:
        """What there is to warn of, none of it in the document."""
        return [*self.ledger.problems]


@dataclass(frozen=True, slots=True)
class Shop:
    """What the short way works with: themes, a cache for this program, and who typesets."""

    themes: Path | None
    keep: Keep
    typeset: Typeset
    account: Account


def amended(root: Path, inputs: Files, target: Path, shop: Shop) -> Amended | None:
    """The book in *target* with what has changed in *inputs* since; None if that is too much.

    Shape: *inputs* are the files of the edition in *root*, all of them sound.
    """
    try:
        return _amended(root, inputs, target, shop)
    except LongWayError:
        return None


@dataclass(frozen=True, slots=True)
class _Swap:
    """A chunk as it was and as it is, with its pieces.

    Shape: `editions` have the texts of the chunk alone, before and now.
    """

    card: Card
    chunks: tuple[Chunk, Chunk]
    pieces: tuple[Piece, Piece]
    editions: tuple[Edition, Edition]

    def part(self, at: int) -> PageMap:
        """Its part of the page map, as it was or is."""
        from compendium import assemble

        chunk, piece = self.chunks[at], self.pieces[at]
        return assemble.place_one(chunk, piece, self.card.sheet, self.card.folios)

    @property
    def elsewhere(self) -> Mapping[str, ledger.Place]:
        """The places of passages that it leads to, and that are not in it."""
        own = self.pieces[1].first
        return {a: at for a, at in self.card.places.items() if a not in own}

    @property
    def exchange(self) -> Exchange:
        """What is to be proved of it."""
        from compendium import proof

        card, elsewhere = self.card, self.elsewhere
        return proof.Exchange(
            self.chunks[1],
            card.at,
            tuple(range(card.sheet, card.sheet + len(card.folios))),
            self.editions,
            _with(self.part(1), elsewhere),
            {anchor: (first, last) for anchor, (first, last, _) in elsewhere.items()},
            card.led_to,
        )


def _amended(root: Path, inputs: Files, target: Path, shop: Shop) -> Amended:
    with shop.account.stage("compare"):
        manifest = _read(target / "manifest.json")
        listed = json.loads(manifest)
        slug, paths = _changed(listed["inputs"], inputs)
        known = ledger.recall(shop.keep, manifest)
        card = known.card(slug) if known else None
        if known is None or card is None or _warned(known, slug):
            raise LongWayError
        before = {name: _read(target / name) for name in listed["outputs"]}
        if any(_digest(before[name]) != digest for name, digest in listed["outputs"].items()):
            raise LongWayError
        was = {path: ledger.text(shop.keep, listed["inputs"][path]) for path in paths}
    with shop.account.stage("read"):
        name = root.resolve().name
        texts = [_plan(inputs, slug, was), _plan(inputs, slug, {})]
        old, new = (_excerpt(name, files, card, known, shop) for files in texts)
        if old.face != new.face:
            raise LongWayError
        design = _design(old.edition, new.edition, known, shop)
        now = replace(known, digests={**known.digests, **document_digests(new.edition)})
    with shop.account.stage("typeset"):
        both = [(card, _chunks(old, new, design, card))]
        if now.digests != known.digests:
            both.append(_colophons(old, design, known, now))
        file = _File(before[f"{old.edition.id}.pdf"])
        swaps = _set(both, (old.edition, new.edition), design, file.ready, shop)
    made = _bound(before, file, swaps, design, known, now, shop)
    return replace(made, texts={path: inputs[path] for path in paths})


@dataclass(slots=True)
class _File:
    """The PDF as it was, looked at while a worker is busy."""

    pdf: bytes
    known: Before | None = None

    def ready(self) -> None:
        """Have at hand what linking and proving need."""
        from compendium import proof, publish
        from compendium.assemble import exchange

        del publish, exchange
        self.known = proof.Before(self.pdf)
        _ = self.known.objects

    @property
    def before(self) -> Before:
        """The file as a proof knows it."""
        if self.known is None:
            self.ready()
        assert self.known
        return self.known


def _warned(known: Ledger, slug: str) -> bool:
    """Whether anything that was told of the book is told of the document *slug*."""
    told = (_TEXT.fullmatch(one.span.path) for one in (*known.problems, *known.remarks))
    return any(match and match[1] == slug for match in told)


def _changed(listed: Mapping[str, str], inputs: Files) -> tuple[str, list[str]]:
    """The one document of which files have changed, and which."""
    paths = [path for path, data in inputs.items() if listed.get(path) != _digest(data)]
    found = [_TEXT.fullmatch(path) for path in paths]
    slugs = {match[1] if match else "" for match in found}
    if inputs.keys() != listed.keys() or len(slugs) != 1 or "" in slugs:
        raise LongWayError
    return slugs.pop(), paths


def texts(inputs: Files) -> Files:
    """Those of *inputs* that are texts of documents."""
    return {path: data for path, data in inputs.items() if _TEXT.fullmatch(path)}


def _plan(inputs: Files, slug: str, instead: Mapping[str, bytes | None]) -> Files:
    """The files that one document is made of, with some of them *instead*."""
    own = {p: d for p, d in inputs.items() if (m := _TEXT.fullmatch(p)) and m[1] == slug}
    files = {_PLAN: inputs[_PLAN], **own, **instead}
    if None in files.values():
        raise LongWayError
    return {path: data for path, data in files.items() if data is not None}


def _excerpt(name: str, files: Files, card: Card, known: Ledger, shop: Shop) -> Excerpt:
    from compendium import corpus, resolve

    volume = corpus.read_one(files, name, card.slug, shop.keep)
    if volume is None:
        raise LongWayError
    try:
        return resolve.excerpt(volume, card.around, known.forms)
    except resolve.UnknownError:
        raise LongWayError from None


def _design(old: Edition, new: Edition, known: Ledger, shop: Shop) -> Theme:
    """The theme, which must be the one that it was, and have all letters of the *new* text."""
    from compendium import theme

    design, problems = theme.read(theme.find(new.theme, shop.themes))
    if design is None or problems or design.digest != known.design:
        raise LongWayError
    if theme.letters_of(new) - theme.letters_of(old) and theme.check(new, shop.themes, shop.keep):
        raise LongWayError
    return design


def _chunks(old: Excerpt, new: Excerpt, design: Theme, card: Card) -> tuple[Chunk, Chunk]:
    """The chunk as it was and as it is."""
    from compendium import render

    places = {a: Place(first, folio, 1, 0.0) for a, (first, _, folio) in card.places.items()}
    pages = PageMap((), places, places, ())
    found: list[Chunk] = []
    for one in (old, new):
        chunk, problems = render.Writer(one.edition, design).document(card.slug, pages)
        if problems:
            raise LongWayError
        found.append(chunk)
    return _like(card, *found)


def _colophons(
    old: Excerpt, design: Theme, known: Ledger, now: Ledger
) -> tuple[Card, tuple[Chunk, Chunk]]:
    """The colophon as it was and as it is: it says the digest of all words."""
    from compendium import render

    writer = render.Writer(old.edition, design)
    one, other = (writer.colophon(whole_digest(book.digests)) for book in (known, now))
    card = ledger.read(known.colophon)
    return card, _like(card, one, other)


def _like(card: Card, before: Chunk, after: Chunk) -> tuple[Chunk, Chunk]:
    """Both chunks: the one *before* must come out as it is known, and *after* differ in words."""
    bare = replace(before, markup="") == replace(after, markup="")
    if ledger.made_of(before) != card.made_of or not bare:
        raise LongWayError
    return before, after


def _set(
    both: Sequence[tuple[Card, tuple[Chunk, Chunk]]],
    editions: tuple[Edition, Edition],
    design: Theme,
    meanwhile: Meanwhile,
    shop: Shop,
) -> list[_Swap]:
    """The pieces of all chunks: what is told of one is where it was."""
    chunks = [chunk for _, pair in both for chunk in pair]
    sides: list[Side] = ["recto" if card.sheet % 2 else "verso" for card, _ in both for _ in "12"]
    pieces = [_sound(*outcome) for outcome in shop.typeset(design, chunks, sides, meanwhile)]
    swaps: list[_Swap] = []
    for (card, pair), old, new in zip(both, pieces[::2], pieces[1::2], strict=True):
        if _stands(old) != _stands(new):
            raise LongWayError
        first = editions if not swaps else tuple(map(_wordless, editions))
        swaps.append(_Swap(card, pair, (old, new), (first[0], first[1])))
    return swaps


def _sound(piece: Piece | None, problems: Sequence[Diagnostic]) -> Piece:
    if piece is None or problems or not piece.digest:
        raise LongWayError
    return piece


def _wordless(edition: Edition) -> Edition:
    """*edition* without its documents and notes."""
    return replace(edition, parts=(), notes={})


def _stands(piece: Piece) -> object:
    """Where all that a piece has stands, by page."""
    return (
        [(sheet.width, sheet.height, sheet.blank) for sheet in piece.sheets],
        {anchor: spot.sheet for anchor, spot in piece.first.items()},
        {anchor: spot.sheet for anchor, spot in piece.last.items()},
        piece.marks,
        piece.notes,
        piece.outline,
    )


def _bound(
    before: Files,
    file: _File,
    swaps: Sequence[_Swap],
    design: Theme,
    known: Ledger,
    now: Ledger,
    shop: Shop,
) -> Amended:
    """The book with all of *swaps*, linked and proved."""
    from compendium import assemble, proof, publish

    edition, account = swaps[0].editions[1], shop.account
    name = f"{edition.id}.pdf"
    was, new = (_joined([swap.part(at) for swap in swaps]) for at in (0, 1))
    with account.stage("link"):
        elsewhere = {a: at for swap in swaps for a, at in swap.elsewhere.items()}
        pairs = [
            (s.card.at, (s.chunks[0], s.pieces[0]), (s.chunks[1], s.pieces[1]), s.card.folios)
            for s in swaps
        ]
        linked = assemble.relink(
            before[name], known.layout, pairs, _with(new, elsewhere), edition.languages[0],
            design.fonts, shop.keep,
        )  # fmt: skip
    if linked is None:
        raise LongWayError
    pdf, layout = linked
    with account.stage("prove"):
        proved = proof.prove_again(
            file.before, pdf, [swap.exchange for swap in swaps], known.proved, design.fonts,
            design.wording, shop.keep,
        )  # fmt: skip
        mapped = publish.amended_map(before["pages.json"], was, new, edition, shop.keep)
    if proved is None or mapped is None:
        raise LongWayError
    outcome, of_book = replace(proved[0], remarks=known.remarks), proved[1]
    own, *last = (
        ledger.written(replace(s.card, made_of=ledger.made_of(s.chunks[1]))) for s in swaps
    )
    return Amended(
        {name: pdf, "pages.json": mapped, "proof.json": proof.to_json([outcome])},
        (f"{known.told[0]}; {outcome.summary()}",),
        replace(
            now,
            layout=layout,
            proved=of_book,
            cards={**known.cards, swaps[0].card.slug: own},
            colophon=last[0] if last else known.colophon,
        ),
        {},
    )


def _joined(parts: Sequence[PageMap]) -> PageMap:
    """Parts of a page map as one."""
    return PageMap(
        tuple(sheet for part in parts for sheet in part.sheets),
        {anchor: place for part in parts for anchor, place in part.first.items()},
        {anchor: place for part in parts for anchor, place in part.last.items()},
        tuple(run for part in parts for run in part.runs),
    )


def _with(pages: PageMap, elsewhere: Mapping[str, ledger.Place]) -> PageMap:
    """*pages* with the places of passages that are on none of them."""
    first = {a: Place(sheet, folio, 1, 0.0) for a, (sheet, _, folio) in elsewhere.items()}
    last = {a: Place(sheet, "", 1, 0.0) for a, (_, sheet, _) in elsewhere.items()}
    return replace(pages, first={**pages.first, **first}, last={**pages.last, **last})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise LongWayError from None


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()
