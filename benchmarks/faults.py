"""Faults put into finished books, and whether the proof finds them all and nothing else.

    python benchmarks/faults.py --faults 10000 corpus/joint-compendium tests/books/trip

A book is made once. Then, round after round, some of its numbers, words and pages are spoiled
as a bug would spoil them, the files are linked again and proved. Every fault must be told, by
its number, its file or its page. A false alarm is a finding in a book as it was made, and in a
spoiled one a finding that names a number, a file or a page that was not spoiled: what a round
leaves as it was counts as clean.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from random import Random  # noqa: TID251  # seeded

import pikepdf

from compendium import cite, outputs, pipeline, theme
from compendium.assemble import link, place
from compendium.model.edition import Edition
from compendium.model.pages import Chunk, PageMap, Piece
from compendium.model.theme import Theme
from compendium.proof import Help, Proof, prove, prove_citations, prove_site

SHARE = 3
"""One in so many numbers, pages or files is spoiled in a round."""
MERGED = frozenset({"number misprinted"})
"""Kinds of which two alike may be told in one finding, as words altered."""
APART = 25
"""Misprints stand so many numbers apart: those that stand together are told together."""
_RUN = re.compile(rb"\[((?:<[0-9a-f]*>|[-.0-9 ]+)*)\] TJ")
_GLYPH = re.compile(rb"<([0-9a-f]{4})")
_FACE = re.compile(rb"/\S+ [0-9.]+ Tf")
_ASIDE = re.compile(rb"/Artifact.*?EMC", re.DOTALL)
_SPACE = b"0001"


class Shelf(dict[str, bytes]):
    """Keeps everything."""

    def put(self, key: str, data: bytes) -> None:
        """Keep *data*."""
        self[key] = data


@dataclass(frozen=True, slots=True)
class Book:
    """A finished edition and what it was made of; a proof is helped by what is `kept`."""

    name: str
    pdf: bytes
    edition: Edition
    pages: PageMap
    book: Sequence[tuple[Chunk, Piece]]
    design: Theme
    site: Mapping[str, bytes]
    citations: Mapping[str, bytes]
    kept: Shelf | None = None

    @property
    def chunks(self) -> list[Chunk]:
        """The chunks of the book."""
        return [chunk for chunk, _ in self.book]

    def linked(self, chunks: Sequence[Chunk], pages: PageMap | None = None) -> bytes:
        """The PDF with the numbers of *chunks*, and the folios of *pages*."""
        book = [(chunk, piece) for chunk, (_, piece) in zip(chunks, self.book, strict=True)]
        about = outputs.information(self.edition, self.design)
        return link(book, pages or place(book), about, self.design.fonts)[0]

    def prove(self, pdf: bytes, chunks: Sequence[Chunk] | None = None) -> Proof:
        """The proof of *pdf* as this book, whose numbers are those of *chunks*."""
        return prove(
            pdf, self.edition, self.pages, chunks or self.chunks,
            self.design.fonts, self.design.wording,
            Help(self.kept) if self.kept is not None else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """Something spoiled: a finding that matches `told` must be there for it."""

    told: str


@dataclass(slots=True)
class Round:
    """What was spoiled, what the proof said, and how much was left clean.

    Shape: `names` is how a finding names a thing of the kind that was spoiled; one that
        names such things, and none of the `faults`, is a false alarm.
    """

    faults: list[Fault]
    said: list[str]
    clean: int
    names: str


@dataclass(slots=True)
class Account:
    """What came of it."""

    faults: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, kind: str, done: Round) -> None:
        """Enter a round."""
        self.faults[kind] += len(done.faults)
        self.clean[kind] += done.clean
        asked = Counter(fault.told for fault in done.faults)
        for told, count in asked.items():
            found = sum(bool(re.search(told, said)) for said in done.said)
            if found < (1 if kind in MERGED else count):
                self.wrong.append(f"{kind}: {count - found} of {count} not found: {told}")
        for said in done.said:
            if re.search(done.names, said) and not any(re.search(told, said) for told in asked):
                self.wrong.append(f"{kind}: false alarm: {said}")


# -- numbers ------------------------------------------------------------------------------


def off_by_one(book: Book, chance: Random) -> Round:
    """Numbers that are one too high or too low, and claim to be right."""

    def change(chunk: Chunk) -> dict[int, str]:
        return {
            r.slot: str(wrong)
            for r in chunk.references
            if r.value.isdigit() and not chance.randrange(SHARE)
            and len(str(wrong := int(r.value) + chance.choice((-1, 1)))) == len(r.value)
            and wrong > 0
        }  # fmt: skip

    return _numbers(book, change)


def swapped(book: Book, chance: Random) -> Round:
    """Numbers of one chunk that stand in each other's place."""

    def change(chunk: Chunk) -> dict[int, str]:
        references = [r for r in chunk.references if r.value.isdigit()]
        chance.shuffle(references)
        changed: dict[int, str] = {}
        for one, other in zip(references[::SHARE], references[1::SHARE], strict=False):
            if len(one.value) == len(other.value) and one.value != other.value:
                changed |= {one.slot: other.value, other.slot: one.value}
        return changed

    return _numbers(book, change)


def _numbers(book: Book, change: Callable[[Chunk], Mapping[int, str]]) -> Round:
    faults, chunks, clean = [], [], 0
    for chunk in book.chunks:
        wrong = change(chunk)
        faults += [Fault(rf"page number `{re.escape(value)}` is wrong") for value in wrong.values()]
        clean += len(chunk.references) - len(wrong)
        values = tuple(wrong.get(slot, value) for slot, value in enumerate(chunk.values))
        references = tuple(replace(r, value=wrong.get(r.slot, r.value)) for r in chunk.references)
        chunks.append(replace(chunk, values=values, references=references))
    said = [str(finding) for finding in book.prove(book.linked(chunks), chunks).findings]
    return Round(faults, said, clean, "page number `[^`]*` is wrong")


def misprinted(book: Book, chance: Random) -> Round:
    """Numbers that are printed otherwise than they were meant.

    Behind a row of dots a number is told with all the words after it, as altered ones; so
    the contents have one such fault a round, and must be told by their page.
    """
    faults, chunks, clean = [], [], 0
    for chunk in book.chunks:
        values = list(chunk.values)
        clean += len(chunk.references)
        dotted = chunk.name == "contents"
        start = chance.randrange(APART)
        for reference in chunk.references[start :: len(chunk.references) if dotted else APART]:
            value = reference.value
            wrong = re.sub(r"\d$", lambda last: str((int(last[0]) + 3) % 10), value)
            if wrong == value:
                continue
            clean -= 1
            values[reference.slot] = wrong
            told = rf"page number `{value}` is printed as `{wrong}` on"
            faults.append(
                Fault(f"{told}|`[^`]*` is printed as `[^`]*[.][^`]*`" if dotted else told)
            )
        chunks.append(replace(chunk, values=tuple(values)))
    said = [str(finding) for finding in book.prove(book.linked(chunks)).findings]
    return Round(faults, said, clean, "page number `[^`]*` is printed as")


def folios(book: Book, chance: Random) -> Round:
    """Pages whose folio and label are their neighbour's, and the other way round."""
    sheets, faults = list(book.pages.sheets), []
    for at in range(0, len(sheets) - 1, 2 * SHARE):
        here = at + chance.randrange(min(2 * SHARE - 1, len(sheets) - 1 - at))
        one, other = sheets[here], sheets[here + 1]
        if one.chunk == other.chunk and len(one.folio) == len(other.folio):
            sheets[here] = replace(one, folio=other.folio)
            sheets[here + 1] = replace(other, folio=one.folio)
            faults += [Fault(rf"\b{one.folio}\b"), Fault(rf"\b{other.folio}\b")]
    pdf = book.linked(book.chunks, replace(book.pages, sheets=tuple(sheets)))
    said = [str(finding) for finding in book.prove(pdf).findings]
    return Round(faults, said, len(sheets) - len(faults), r"\bpage [0-9ivxlc]+\b")


# -- words --------------------------------------------------------------------------------


def altered(drawn: bytes, runs: Sequence[re.Match[bytes]], chance: Random) -> bytes:
    """One letter is another."""
    run = chance.choice(runs)
    kinds = [glyph for glyph in dict.fromkeys(_GLYPH.findall(run[0])) if glyph != _SPACE]
    one, other = chance.sample(kinds, 2)
    return _with(drawn, run, run[0].replace(b"<" + one, b"<" + other, 1))


def dropped(drawn: bytes, runs: Sequence[re.Match[bytes]], chance: Random) -> bytes:
    """A run is not there."""
    return _with(drawn, chance.choice(runs), b"[] TJ")


def doubled(drawn: bytes, runs: Sequence[re.Match[bytes]], chance: Random) -> bytes:
    """A run is there twice."""
    run = chance.choice(runs)
    return _with(drawn, run, run[0] + b"\n" + run[0])


def moved(drawn: bytes, runs: Sequence[re.Match[bytes]], chance: Random) -> bytes:
    """Two runs stand in each other's place."""
    one = chance.choice(runs)
    others = [run for run in runs if _GLYPH.findall(run[0]) != _GLYPH.findall(one[0])
              and _face(drawn, run) == _face(drawn, one)]  # fmt: skip
    if not others:
        return altered(drawn, runs, chance)
    other = chance.choice(others)
    first, last = sorted((one, other), key=lambda run: run.start())
    return _with(_with(drawn, last, first[0]), first, last[0])


def _with(drawn: bytes, run: re.Match[bytes], instead: bytes) -> bytes:
    return drawn[: run.start()] + instead + drawn[run.end() :]


def _face(drawn: bytes, run: re.Match[bytes]) -> bytes:
    found = _FACE.findall(drawn[: run.start()])
    return bytes(found[-1]) if found else b""


def words(spoil: Callable[[bytes, Sequence[re.Match[bytes]], Random], bytes]) -> Kind:
    """A kind of fault: on some pages, a run of letters is spoiled by *spoil*.

    What stands at a turn may be told of the page beside. Links and places that are wrong
    because words are elsewhere follow from the fault, wherever they are.
    """

    def spoiled(book: Book, chance: Random) -> Round:
        faults, output = [], BytesIO()
        with pikepdf.open(BytesIO(book.pdf)) as pdf:
            for at in range(len(book.pages.sheets)):
                contents = pdf.pages[at].get("/Contents", pikepdf.Array())
                parts = contents if isinstance(contents, pikepdf.Array) else [contents]
                drawn = b"\n".join(part.read_bytes() for part in parts)
                runs = list(_spoilable(drawn))
                if runs and not chance.randrange(SHARE):
                    pdf.pages[at].Contents = pdf.make_stream(spoil(drawn, runs, chance))
                    near = "|".join(s.folio for s in book.pages.sheets[max(at - 1, 0) : at + 2])
                    faults.append(Fault(rf"page (?:{near})\b"))
            generate = pikepdf.ObjectStreamMode.generate  # the form in which books are written
            pdf.save(output, object_stream_mode=generate, static_id=True)
        said = [str(finding) for finding in book.prove(output.getvalue()).findings]
        return Round(
            faults,
            said,
            len(book.pages.sheets) - len(faults),
            r"proof-(?:word|hidden|line).* on page [0-9ivxlc]+\b",
        )

    return spoiled


def _spoilable(drawn: bytes) -> Iterator[re.Match[bytes]]:
    aside = [(found.start(), found.end()) for found in _ASIDE.finditer(drawn)]
    for run in _RUN.finditer(drawn):
        letters = set(_GLYPH.findall(run[0])) - {_SPACE}
        if len(letters) > 3 and not any(a < run.start() < b for a, b in aside):
            yield run


# -- what is beside the book --------------------------------------------------------------


def cited(book: Book, chance: Random) -> Round:
    """First and last pages in the files of the citations that are one too high or too low."""
    files, faults, clean = dict(book.citations), [], 0
    number = re.compile(r'(?:(?<=SP  - )|(?<=EP  - )|(?<="page": ")|(?<=pages = \{))\d+')
    for name in sorted(files):
        text = files[name].decode()
        places = list(number.finditer(text)) if name.startswith("documents/") else []
        clean += len(places)
        if places and not chance.randrange(SHARE):
            found = chance.choice(places)
            wrong = int(found[0]) + (len(book.pages.sheets) if int(found[0]) < 2 else 1)
            text = text[: found.start()] + str(wrong) + text[found.end() :]
            files[name] = text.encode()
            faults.append(Fault(rf"`{re.escape(name)}` says"))
            clean -= 1
    said = [str(f) for f in prove_citations(files, book.edition, book.pdf).findings]
    return Round(faults, said, clean, "` says")


def turned(book: Book, chance: Random) -> Round:
    """Marks of printed pages on the site that name another page."""
    site, faults, clean = dict(book.site), [], 0
    mark = re.compile(r'(role="doc-pagebreak"[^>]*data-page=")([^"]+)(")')
    for name in sorted(site):
        if not name.endswith(".html"):
            continue

        def change(found: re.Match[str], name: str = name) -> str:
            nonlocal clean
            if chance.randrange(SHARE) or not found[2].isdigit():
                clean += 1
                return found[0]
            wrong = str(int(found[2]) + 1)
            faults.append(Fault(rf"{re.escape(name)} turns to page {wrong}\b"))
            return found[1] + wrong + found[3]

        site[name] = mark.sub(change, site[name].decode()).encode()
    said = [str(finding) for finding in prove_site(site, book.edition, book.pages).findings]
    return Round(faults, said, clean, "turns to page")


Kind = Callable[[Book, Random], Round]
KINDS: Mapping[str, Kind] = {
    "number off by one": off_by_one,
    "numbers swapped": swapped,
    "number misprinted": misprinted,
    "folio and label of another page": folios,
    "letter altered": words(altered),
    "words left out": words(dropped),
    "words twice": words(doubled),
    "words moved": words(moved),
    "page of a citation": cited,
    "page turn of the site": turned,
}


def finished(root: Path) -> Book:
    """The edition in *root*, made."""
    edition, problems = pipeline.check(root)
    assert edition, problems
    built, problems = pipeline.make(edition, frozenset({"pdf", "html"}))
    design, _ = theme.read(theme.find(edition.theme))
    assert built.settled and design, problems
    pages = built.settled.pages
    site = {name.removeprefix("html/"): data for name, data in built.files.items()
            if name.startswith("html/")}  # fmt: skip
    files = cite.citation_files(cite.Book(edition, pages))
    pdf = built.files[f"{edition.id}.pdf"]
    return Book(edition.id, pdf, edition, pages, built.settled.book, design, site, files)


def longer(size: int, root: Path) -> Book:
    """The generated book with a page more in its second document, after which all is moved."""
    from books import grown, make
    from notations.corpus import write

    write(grown(make(size), 2), root)
    return finished(root)


def main() -> int:
    """Run it; 0 if every fault was found and nothing else."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("editions", type=Path, nargs="*")
    asked.add_argument("--size", type=int, default=12, help="documents of the generated book")
    asked.add_argument("--faults", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument(
        "--kept", action="store_true", help="prove with all that is kept of the book"
    )
    asked.add_argument(
        "--moved", action="store_true", help="and of the generated book with a page more in it"
    )
    given = asked.parse_args()
    chance, account = Random(given.seed), Account()
    with tempfile.TemporaryDirectory() as folder:
        if given.size:
            from books import main as write

            write(str(given.size), folder, "corpus")
        generated = [Path(folder) / "corpus"] if given.size else []
        books = [finished(root) for root in [*given.editions, *generated]]
        moved = longer(given.size, Path(folder) / "longer") if given.size and given.moved else None
    if given.kept or given.moved:
        books = [replace(book, kept=Shelf()) for book in books]
    if moved:
        findings = replace(moved, kept=books[-1].kept).prove(moved.pdf).findings
        account.wrong += [f"false alarm in {moved.name}: {finding}" for finding in findings]
    for book in books:
        findings = book.prove(book.pdf).findings
        account.wrong += [f"false alarm in {book.name}: {finding}" for finding in findings]
    start = time.monotonic()
    while account.faults.total() < given.faults and len(account.wrong) < 100:
        for book in books:
            for kind, spoil in KINDS.items():
                account.add(kind, spoil(book, chance))
        sys.stderr.write(f"{account.faults.total()} faults, {time.monotonic() - start:.0f} s\n")
    for line in account.wrong:
        sys.stdout.write(f"{line}\n")
    for kind, count in account.faults.items():
        sys.stdout.write(f"{count:6}  {kind}; {account.clean[kind]} left clean\n")
    total = f"{account.faults.total()} faults, {account.clean.total()} clean"
    sys.stdout.write(f"{total}, {len(account.wrong)} wrong\n")
    return 1 if account.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
