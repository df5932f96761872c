"""The ledger of a book: what a build leaves for the next, which may have little to change.

It belongs to one manifest, thus to the very files that were read and written, and to one state
of the program. It is written where nothing was wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from compendium.diag import EDITION, Diagnostic
from compendium.model.edition import Target
from compendium.model.forms import Forms, Phrases
from compendium.model.kept import Keep, key_of
from compendium.model.pages import Chunk, PageMap
from compendium.model.proved import Proved
from compendium.model.surroundings import Surroundings

Place = tuple[int, int, str]
"""The first and the last sheet that a passage is on, and the folio of the first."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a chunk that one document fills, or the colophon.

    Shape: `slug` is its name; `at` its place among the chunks of the book; `made_of` the digest
        of its markup and the numbers in it; `sheet` the first of its pages, whose folios are
        `folios`; `around` what the rest of the edition is to it; `places` has the passages
        that it leads to, and `led_to` its own that links of others lead to.
    """

    slug: str
    at: int
    made_of: tuple[str, ...]
    sheet: int
    folios: tuple[str, ...]
    around: Surroundings
    places: Mapping[str, Place]
    led_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of a book.

    Shape: `design` is the digest of its theme; `told` what was said of it, with warnings
        (`problems`) and what its proof remarked (`remarks`); `forms` are those of
        the names in it, by language; `layout` is how it lies in its PDF, as that stage says;
        `cards` are those of its documents by slug, as JSON, for few are looked at, and
        `colophon` that of its last chunk; `digests` are those of its texts by their names, in
        the order of print.
    """

    design: str
    told: tuple[str, ...]
    problems: tuple[Diagnostic, ...]
    remarks: tuple[Diagnostic, ...]
    forms: Mapping[str, Forms]
    layout: Mapping[str, Any]
    proved: Proved
    cards: Mapping[str, str]
    colophon: str
    digests: Mapping[str, str]

    def card(self, slug: str) -> Card | None:
        """The card of the document *slug*, if it has one."""
        said = self.cards.get(slug)
        return read(said) if said else None


def made_of(chunk: Chunk) -> tuple[str, ...]:
    """What tells *chunk* from any other: the digest of its markup, and its numbers."""
    return sha256(chunk.markup.encode()).hexdigest(), *chunk.values


def cards(
    chunks: Sequence[Chunk],
    pages: PageMap,
    around: Mapping[str, Surroundings],
    led_to: Iterable[str],
) -> dict[str, str]:
    """A card for each of *chunks* *around* which all is known, by name, as JSON.

    Shape: *led_to* are the passages that links of the book lead to.
    """
    inner: dict[str, list[str]] = {}
    for anchor in sorted(set(led_to)):
        inner.setdefault(anchor.partition(".")[0], []).append(anchor)
    folios: dict[str, list[str]] = {}
    for sheet in pages.sheets:
        folios.setdefault(sheet.chunk, []).append(sheet.folio)
    sheets = {run.chunk: run.sheet for run in pages.runs}
    made: dict[str, str] = {}
    for at, chunk in enumerate(chunks):
        name = chunk.name
        if name in around:
            own, aims = tuple(folios[name]), tuple(inner.get(name, ()))
            places = dict(_led(chunk, around[name], pages))
            card = Card(name, at, made_of(chunk), sheets[name], own, around[name], places, aims)
            made[name] = written(card)
    return made


def _led(chunk: Chunk, around: Surroundings, pages: PageMap) -> Iterator[tuple[str, Place]]:
    led = [a for r in chunk.references for a in (r.first, r.last, *r.anchors)]
    led += [target.anchor for target in (*around.before, *around.after, *around.aside)]
    return ((a, _place(pages, a)) for a in dict.fromkeys(led) if a in pages.first)


def _place(pages: PageMap, anchor: str) -> Place:
    first = pages.first[anchor]
    return first.sheet, pages.last[anchor].sheet, first.folio


# -- as it is kept --------------------------------------------------------------------

_COMPACT = (",", ":")
_CARD = ("slug", "at", "made_of", "sheet", "folios", "places", "led_to")
_TARGETS = ("before", "after", "aside")
_OTHERS = ("keys", "words", "units", "quoted", "replied_by", "last_mark")


def note(keep: Keep, manifest: bytes, ledger: Ledger, texts: Mapping[str, bytes]) -> None:
    """Keep *ledger* of the book of *manifest*, and the *texts* of its documents."""
    for data in texts.values():
        key = _text_key(sha256(data).hexdigest())
        if keep.get(key) is None:
            keep.put(key, data)
    plain = {
        "design": ledger.design,
        "told": ledger.told,
        "problems": [problem.plain() for problem in ledger.problems],
        "remarks": [remark.plain() for remark in ledger.remarks],
        "forms": {lang: asdict(forms) for lang, forms in ledger.forms.items()},
        "layout": ledger.layout,
        "proved": ledger.proved.plain(),
        "cards": ledger.cards,
        "colophon": ledger.colophon,
        "digests": ledger.digests,
    }
    keep.put(_key(manifest), json.dumps(plain, separators=_COMPACT).encode())


def recall(keep: Keep, manifest: bytes) -> Ledger | None:
    """The ledger of the book of *manifest*, if it was kept."""
    found = keep.get(_key(manifest))
    if found is None:
        return None
    plain = json.loads(found)
    return Ledger(
        plain["design"],
        tuple(plain["told"]),
        tuple(map(Diagnostic.of, plain["problems"])),
        tuple(map(Diagnostic.of, plain["remarks"])),
        {lang: _forms(forms) for lang, forms in plain["forms"].items()},
        plain["layout"],
        Proved.of_plain(plain["proved"]),
        plain["cards"],
        plain["colophon"],
        plain["digests"],
    )


def text(keep: Keep, digest: str) -> bytes | None:
    """The text of a document with this *digest*, if it was kept."""
    return keep.get(_text_key(digest))


def written(card: Card) -> str:
    """*card* as JSON; where targets are written is not in it."""
    around = card.around
    targets = {name: [*map(_plain, getattr(around, name))] for name in _TARGETS}
    others = {name: getattr(around, name) for name in _OTHERS}
    plain = {name: getattr(card, name) for name in _CARD} | {"around": targets | others}
    return json.dumps(plain, ensure_ascii=False, separators=_COMPACT)


def read(said: str) -> Card:
    """The card that was *said* as JSON."""
    plain = json.loads(said)
    for name in ("made_of", "folios", "led_to"):
        plain[name] = tuple(plain[name])
    around: dict[str, Any] = plain.pop("around")
    for name in _TARGETS:
        around[name] = tuple(map(_target, around[name]))
    for name in ("quoted", "replied_by"):
        around[name] = tuple(around[name])
    return Card(**plain, around=Surroundings(**around))


def _plain(target: Target) -> tuple[str, ...]:
    return target.anchor, target.kind, target.document, target.number, target.words


def _target(plain: Sequence[Any]) -> Target:
    anchor, kind, document, number, words = plain
    return Target(anchor, kind, EDITION, document, number, words)


def _forms(plain: Mapping[str, Any]) -> Forms:
    return Forms(*(_phrases(plain[name]) for name in ("names", "excepted")))


def _phrases(plain: Mapping[str, Any]) -> Phrases:
    return Phrases(
        {phrase: tuple(keys) for phrase, keys in plain["keys"].items()},
        {word: tuple(lengths) for word, lengths in plain["lengths"].items()},
    )


def _text_key(digest: str) -> str:
    return key_of("text of a document", (digest,))


def _key(manifest: bytes) -> str:
    return key_of("ledger", (sha256(manifest).hexdigest(),))
