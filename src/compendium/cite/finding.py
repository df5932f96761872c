"""From a pinpoint to the passage it names, or to what stands in its way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product

from compendium.cite.addresses import anchor_of, document_first
from compendium.cite.book import Book
from compendium.cite.complaints import UNITS, Complaints, called, choose
from compendium.cite.narrowing import narrowed
from compendium.cite.passages import Passage, named, passage, whole
from compendium.cite.pinpoints import Step, Unread, parts, steps
from compendium.cite.records import Record
from compendium.diag import Diagnostic
from compendium.model.edition import Target

_FORMS: tuple[Callable[[str], object], ...] = (str.lower, parts, partial(parts, roman=True))
"""When two numbers are equal: sign by sign, part by part, and whatever figures they are in."""
_DEPTH = {"paragraph": 1, "subparagraph": 2}
_SHORT = {"article": "art.", "paragraph": "para.", "note": "n.", "table": "table", "figure": "fig."}


def find(written: str, book: Book, lang: str = "") -> tuple[list[Passage], list[Diagnostic]]:
    """The passages that *written* names: one, or none and the reasons.

    Shape: with *lang* the text of a document in that language is meant, otherwise the
        one whose script the pinpoint is written in, otherwise the main one.
    """
    if anchor := anchor_of(written.strip(), book):
        return [passage(book, book.edition.targets[anchor])], []
    complaints = Complaints(written)
    search = _Search(book, lang or _spoken(written), complaints)
    found = search.run()
    return ([found] if found else []), complaints.problems


def _spoken(written: str) -> str:
    if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", written):
        return "ja"
    return "ru" if re.search(r"[\u0400-\u04ff]", written) else ""


@dataclass(frozen=True, slots=True)
class _Search:
    book: Book
    lang: str
    complaints: Complaints

    def run(self) -> Passage | None:
        """The passage that all steps lead to; None once there are complaints."""
        written, problems = self.complaints.written, self.complaints.problems
        head, start = document_first(written, self.book)
        said = [*steps(written, start)]
        for word in said:
            if isinstance(word, Unread):
                self.complaints.unknown(f"`{word.words}` names no unit", word, UNITS)
        taken = [step for step in said if isinstance(step, Step)]
        if not said:
            self.complaints.unknown("the pinpoint is empty", None, UNITS)
        records = [self.book.records[head]] if head else None
        if not problems:
            records = records or self.records(taken)
        if problems:
            return None
        inner = self.inner(taken)
        found = self.passage(inner, records) if inner else self.all_of(records)
        if found is None:
            return None
        pages = [step for step in taken if step.unit == "page"]
        lines = [step for step in taken if step.unit == "line"]
        return narrowed(found, self.book, pages, lines, self.complaints)

    # the document

    def records(self, taken: Sequence[Step]) -> list[Record] | None:
        """The texts in which the rest is looked for; None for all of them, or with a complaint."""
        part = next((step for step in taken if step.unit == "part"), None)
        document = next((step for step in taken if step.unit == "document"), None)
        bare = next((step for step in taken if not step.unit), None)
        if bare:
            return self.bare(bare, alone=len(taken) == 1, placed=bool(part or document))
        if document:
            return self.document(document, part.number if part else "")
        return self.part(part) if part else None

    def bare(self, step: Step, alone: bool, placed: bool) -> list[Record] | None:
        """What a number without a unit means: in "V.3 art. 9" it is part V, document 3."""
        part, dot, number = step.number.partition(".")
        parts_of = {p.number.casefold() for p in self.book.edition.parts if p.number}
        if dot and not placed and part.casefold() in parts_of:
            return self.document(replace(step, number=number), part)
        if alone:
            hint = f"say `doc. {step.number}` or `p. {step.number}`"
            self.complaints.ambiguous(f"`{step.number}` may be a document or a page", step, hint)
        else:
            self.complaints.unknown(f"`{step.number}` names no unit", step, UNITS)
        return None

    def part(self, step: Step) -> list[Record] | None:
        wanted = step.number.casefold()
        all_parts = [r for r in self.book.records.values() if r.kind == "part"]
        found = [r for r in all_parts if r.number.casefold() == wanted]
        if not found:
            have = choose("parts", [r.number for r in all_parts if r.number])
            self.complaints.unknown(f"there is no part `{step.number}`", step, have)
        return found or None

    def document(self, step: Step, part: str) -> list[Record] | None:
        def inside(record: Record) -> bool:
            return not part or record.part.casefold() == part.casefold()

        texts = [r for r in self.book.records.values() if r.slug]
        numbered = [r for r in texts if r.number.casefold() == step.number.casefold()]
        if meant := [r for r in numbered if inside(r)]:
            return [self.text(meant)]
        where = f" in part {part}" if part else ""
        other = f"; it is in part {numbered[0].part}" if numbered else ""
        have = choose("documents", [r.number for r in self.book.documents() if inside(r)])
        self.complaints.unknown(f"there is no document `{step.number}`{where}{other}", step, have)
        return None

    def text(self, meant: Sequence[Record]) -> Record:
        """The text in the language that is meant, or the main one."""
        return next((r for r in meant if self.lang and _speaks(r, self.lang)), meant[0])

    def texts(self) -> list[Record]:
        """One text of each document, and the pieces of front and back matter."""
        meant: dict[str, list[Record]] = {}
        for record in self.book.records.values():
            if record.kind not in ("edition", "part"):
                meant.setdefault(record.slug or record.anchor, []).append(record)
        return [self.text(texts) for texts in meant.values()]

    def all_of(self, records: Sequence[Record] | None) -> Passage:
        return whole(self.book, records[0].anchor if records else "")

    # what is inside

    @staticmethod
    def inner(taken: Sequence[Step]) -> Step | None:
        """The article, paragraph or note that is meant, its parts joined: "9.2".

        Whoever says "paragraph 2 of article 9" means the same.
        """
        found: Step | None = None
        for step in sorted(taken, key=lambda step: _DEPTH.get(step.unit, 0)):
            if step.unit in ("article", "note", "table", "figure"):
                found = step
            elif step.unit in ("paragraph", "subparagraph"):
                if found and found.unit in ("article", "paragraph"):
                    number = f"{found.number}.{step.number}"
                    found = replace(step, unit=found.unit, number=number, start=found.start)
                else:
                    found = replace(step, unit="paragraph")
        return found

    def passage(self, step: Step, records: Sequence[Record] | None) -> Passage | None:
        """The passage that *step* names in *records*, or in the only text that has one like it."""
        where = self.texts() if records is None else records
        hits = [(r, target) for r in where if (target := self.target(r, step, step.number))]
        name = f"{_SHORT[step.unit]} {step.number}"
        if len(hits) > 1:
            hint = choose("texts with one", [called(record) for record, _ in hits])
            self.complaints.ambiguous(f"`{name}` may stand in several texts", step, hint)
            return None
        if not hits:
            self.none(name, records, step)
            return None
        record, target = hits[0]
        until = self.target(record, step, _until(step)) if step.until else None
        if step.until and not until:
            self.none(f"{_SHORT[step.unit]} {step.until}", [record], step)
            return None
        return passage(self.book, target, until)

    def target(self, record: Record, step: Step, number: str) -> Target | None:
        """What is called *number* in *record*: of the unit of *step*, else of its like."""
        like = {"article": "paragraph", "paragraph": "article"}.get(step.unit, "")
        there = self.book.targets.get(record.anchor, ())
        # Of (1), (i) and (一) in one article each is meant by its own sign.
        for unit, form in product((step.unit, like), _FORMS):
            for target in there:
                kind, name = named(self.book, target)
                if kind == unit and form(name) == form(number):
                    return target
        return None

    def none(self, name: str, records: Sequence[Record] | None, step: Step) -> None:
        """Complain that nothing is called *name* there, and say what is."""
        if not records:
            hint = "say which document is meant"
            self.complaints.unknown(f"there is no `{name}` in this edition", step, hint)
            return
        there = [named(self.book, t) for t in self.book.targets.get(records[0].anchor, ())]
        units = ("article", "paragraph") if step.unit in ("article", "paragraph") else (step.unit,)
        same = [(kind, number) for kind, number in there if kind in units]
        near = [number for _, number in same if parts(number)[:1] == parts(step.number)[:1]]
        kind = same[0][0] if same else step.unit
        have = choose(f"{kind}s", near or [number for _, number in same])
        self.complaints.unknown(f"there is no `{name}` in {called(records[0])}", step, have)


def _until(step: Step) -> str:
    """The last number of a range: "9.2-3" ends at 9.3."""
    above, dot, _ = step.number.rpartition(".")
    return f"{above}.{step.until}" if dot and "." not in step.until else step.until


def _speaks(record: Record, lang: str) -> bool:
    return record.lang.partition("-")[0] == lang.partition("-")[0]
