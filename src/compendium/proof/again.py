"""The proof of a book of which one chunk has been exchanged since it was last proved.

What is on the pages of that chunk is read and checked as in any proof. All others are proved
by being what they were: the two files are compared, object by object, by a reader of ours
(`unaltered`), and where anything else differs there is no such proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compendium.model.edition import Edition
from compendium.model.kept import Keep
from compendium.model.pages import Chunk, PageMap
from compendium.model.proved import Kind, Proved
from compendium.proof.glyphs import Shapes
from compendium.proof.keeping import faces_key
from compendium.proof.links import Aim, check_aims
from compendium.proof.outcome import Findings, Proof
from compendium.proof.pointers import Wording, speaker
from compendium.proof.reader import Reader, UnreadableError, versions
from compendium.proof.references import check_notes, check_references
from compendium.proof.runs import FontKey, FontProgram, Glyph
from compendium.proof.script import Range, ScriptLink
from compendium.proof.sharing import alone
from compendium.proof.sheaves import Found, Sheaf
from compendium.proof.trace import Trace
from compendium.proof.unaltered import Before, alike
from compendium.proof.verdicts import Verdicts
from compendium.proof.words import compare_texts, words_of


def _exchanged(known: Proved, found: Found, words: int) -> Proved:
    """What is *known*, with the chunk that was *found* last, which has so many *words* more."""
    name = found.trace.scripts[0].chunk.name
    tally = Tally({kind: number for number, kind in enumerate(known.kinds)})
    tally.take(found)
    numbers, glyphs = tally.kinds, {**known.glyphs, **tally.glyphs}
    counts = Counter(known.counts)
    counts.update(found.counts)
    counts.subtract(known.own[name])
    counts["words"] += words
    every, met = [*numbers], set[int]().union(*glyphs.values())
    counts["fonts"] = len({every[number][:_FONT] for number in met})
    counts["glyph shapes"] = len(met)
    counted = {name: counts[name] for name in known.counts}
    return Proved(counted, {**known.own, name: found.counts}, tuple(every), glyphs)


_FONT = 2  # of what is told of a glyph, so much is its font


@dataclass(slots=True)
class Tally:
    """What is to be known of a book, gathered sheaf by sheaf as each is found to be right.

    Shape: `kinds` has a number for each kind of glyph; `glyphs` those of each chunk, `own` its
        counts; `aims` are the passages that links lead to.
    """

    kinds: dict[Kind, int] = field(default_factory=dict)
    glyphs: dict[str, tuple[int, ...]] = field(default_factory=dict)
    own: dict[str, Mapping[str, int]] = field(default_factory=dict)
    aims: set[str] = field(default_factory=set)

    def take(self, found: Found) -> None:
        """Take in what was *found* of a sheaf."""
        name = found.trace.scripts[0].chunk.name
        kinds = [(*font, *glyph) for font, glyph in sorted(found.glyphs)]
        self.glyphs[name] = tuple(self.kinds.setdefault(one, len(self.kinds)) for one in kinds)
        self.own[name] = found.counts
        self.aims.update(aim.link.href.removeprefix("#") for aim in found.aims)

    def proved(self, counts: Mapping[str, int]) -> Proved:
        """What is to be known of the book, which has these *counts*."""
        return Proved(counts, self.own, tuple(self.kinds), self.glyphs)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A chunk in the place of what it was, and where both stand.

    Shape: `at` is its place among the chunks of the book; `sheets` are its pages; `editions`
        the one of before and the one of now, with the texts of this chunk alone; `pages`
        has the lines of the chunk and all that it leads to, and `elsewhere` the sheets on
        which those passages begin and end that are not in it; links of others lead to the
        passages `led_to`.
    """

    chunk: Chunk
    at: int
    sheets: tuple[int, ...]
    editions: tuple[Edition, Edition]
    pages: PageMap
    elsewhere: Mapping[str, tuple[int, int]]
    led_to: tuple[str, ...]


def prove_again(
    before: Before,
    pdf: bytes,
    exchanged: Sequence[Exchange],
    known: Proved,
    fonts: Mapping[str, bytes],
    wording: Wording,
    keep: Keep,
) -> tuple[Proof, Proved] | None:
    """The proof of *pdf*, which is *before* with chunks *exchanged*; of that all is *known*.

    None if that cannot be proved: then all of it is to be read.
    """
    if not alike(before, pdf, {one.at: one.chunk.name for one in exchanged}):
        return None
    try:
        reader = Reader(pdf)
    except UnreadableError:
        return None
    verdicts = _Verdicts(keep, faces_key(fonts), kinds=frozenset(known.kinds))
    shapes, folios = Shapes(fonts, verdicts), reader.labels()
    for one in exchanged:
        now = _proved(reader, shapes, folios, one, known, wording)
        if now is None:
            reader.close()
            return None
        known = now
    reader.close()
    verdicts.close()
    return Proof("pdf", versions(), known.counts, ()), known


@dataclass(slots=True)
class _Verdicts(Verdicts):
    """Verdicts that know besides which kinds of glyphs were right in the very same fonts."""

    kinds: frozenset[Kind] = frozenset()

    def right(self, key: FontKey, program: FontProgram, glyphs: Iterable[Glyph]) -> bool:
        """Whether all *glyphs* of *program* were right before."""
        known = all((*key, *glyph) in self.kinds for glyph in glyphs)
        return known or Verdicts.right(self, key, program, glyphs)


def _proved(
    reader: Reader,
    shapes: Shapes,
    folios: Sequence[str],
    one: Exchange,
    known: Proved,
    wording: Wording,
) -> Proved | None:
    """What is *known* with *one* exchanged, None if anything is wrong with it."""
    sheaf = Sheaf(one.chunk, one.sheets, one.pages.runs[0].read)
    found = alone(reader, shapes, folios, sheaf)
    if found is None or one.chunk.name not in known.own:
        return None
    whole = Trace(found.trace.scripts, folios, {})
    whole.join([found.trace])
    findings = Findings()
    _check(whole, found, reader, one, findings, wording)
    if findings.problems or findings.remarks:
        return None
    old, new = (words_of(speaker(edition, wording, lambda _: "")) for edition in one.editions)
    return _exchanged(known, found, new - old)


def _check(
    whole: Trace, found: Found, reader: Reader, one: Exchange, findings: Findings, wording: Wording
) -> None:
    """Everything that leads from the chunk to others and back, and the words of the corpus."""
    edition, pages = one.editions[1], one.pages

    def folio(anchor: str) -> str:
        return (
            whole.label(one.elsewhere[anchor][0])
            if anchor in one.elsewhere
            else whole.folio(anchor)
        )

    spots = compare_texts(whole, speaker(edition, wording, folio), findings)
    check_references(whole, pages, spots, findings, one.elsewhere)
    check_notes(whole, edition, findings)
    somewhere = Range(next(iter(whole.streams), ""), 0, 0)
    back = [Aim(ScriptLink(f"#{a}", somewhere), one.sheets[0], a) for a in one.led_to]
    check_aims(whole, [*found.aims, *back], reader.named, findings, one.elsewhere)
