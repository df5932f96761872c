"""A TEI text, P4 or P5, as the files of an edition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from compendium.diag import Diagnostic, Span
from compendium.importers import header
from compendium.importers.desk import Desk
from compendium.importers.divisions import Part, Plan, Planned, Role, plan
from compendium.importers.fields import Value, mapping, sequence
from compendium.importers.index import Heading, read_index, walk
from compendium.importers.letters import read_corpus, read_letters
from compendium.importers.lines import note_label
from compendium.importers.locators import survey
from compendium.importers.markdown import Writer
from compendium.importers.numbering import renumbered, runs_through, with_own_numbers
from compendium.importers.pieces import Carried, carry
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse
from compendium.importers.registers import Kind, Listed, is_entry, read_listed
from compendium.importers.report import Report
from compendium.importers.sniffing import root as root_of
from compendium.importers.vocabulary import (
    Element,
    dropped,
    identity,
    inline_note,
    name,
    page_id,
    page_number,
)
from compendium.importers.words import file_words, source_words

_KINDS: tuple[Kind, ...] = ("persons", "abbreviations")
_TEXTS: tuple[Role, ...] = ("front", "document", "back")

ROOTS = frozenset({"TEI", "TEI.2", "teiCorpus"})


def recognises(path: Path) -> bool:
    """Whether *path* is a TEI text, or a folder that has one."""
    if path.is_dir():
        return any(root_of(file) in ROOTS for file in sorted(path.rglob("*.xml")))
    return root_of(path) in ROOTS


def read(path: Path, languages: tuple[str, ...] = ()) -> Imported:
    """The files of the edition that the TEI text in *path*, or a folder of letters, becomes.

    There are none where the file cannot be read; the problems of the report say why.
    """
    if path.is_dir():
        return read_letters(path, languages)
    root, problems = parse(path)
    report = Report(problems=problems)
    if root is not None and name(root) == "teiCorpus" and not problems:
        return read_corpus(root, path, report, languages)
    if root is not None and not any(source_words(text) for text in header.within(root, "text")):
        message = f"`{path.name}` has no text in it"
        problems.append(Diagnostic("source-bad", message, Span(path.name), "name a TEI text"))
    if root is None or problems:
        return Imported(report)
    desk = Desk(path.name, report, folder=path.parent)
    _note_ids(root, desk)
    return _Edition(desk, root, plan(root), languages).made()


def _note_ids(root: Element, desk: Desk) -> None:
    for element in root.iter():
        if known := identity(element):
            desk.elements.setdefault(known, element)
        if name(element) == "pb":
            desk.report.pages.append(element.get("n") or "?")


@dataclass(slots=True)
class _Edition:
    desk: Desk
    root: Element
    plan: Plan
    languages: Sequence[str] = ()
    files: dict[str, str] = field(default_factory=dict)
    expected: dict[str, list[str]] = field(default_factory=dict)

    def made(self) -> Imported:
        self._address()
        fields = header.edition(self.root, self.languages)
        lang = fields["languages"][0]  # type: ignore[index]  # we have put a list there
        listed = self._registers()
        indexes = self._indexes()
        carried = [
            carry(piece, self.desk) for piece in self.plan.pieces if piece.role not in _KINDS
        ]
        through = runs_through(_printed_order(carried, self.plan))
        writer = Writer(self.desk.lead)
        for piece in carried:
            self._text(piece if through else self._numbered(piece), str(lang), writer)
        if writer.plain:
            self.desk.report.remarks.append(
                f"{writer.plain} marked words stand where Markdown cannot mark them, and are plain"
            )
        parts = [self._part(part) for part in self.plan.parts]
        self._subjects(indexes)
        fields["notes"] = "edition" if through else ""
        self._put("edition.yaml", mapping({**fields, **self._outline(carried, listed)}), [])
        self.files["edition.yaml"] += "parts:\n" + sequence(parts, "  ") if parts else ""
        self.desk.report.documents = sum(len(part.documents) for part in self.plan.parts)
        self._compare()
        return Imported(self.desk.report, self.files, self.desk.images)

    # -- where ids lead ------------------------------------------------------------

    def _address(self) -> None:
        for piece in self.plan.pieces:
            if piece.role in ("document", "front", "back"):
                self._address_pages(piece)
                for element in piece.elements:
                    self._address_piece(element, piece)
        for part in self.plan.parts:
            known = identity(part.head.getparent()) if part.head is not None else ""
            if known:
                self.desk.targets[known] = f"doc:{part.id}"
        for element in self.root.iter():
            target = (element.get("target") or "").removeprefix("#")
            if name(element) in ("ref", "ptr", "xref") and target:
                self.desk.wanted.add(self.desk.targets.get(target, ""))

    def _address_pages(self, piece: Planned) -> None:
        times: Counter[str] = Counter()
        for element in (e for top in (*piece.before, *piece.elements) for e in top.iter()):
            if name(element) != "pb" or not (number := page_number(element)):
                continue
            local = page_id(number)
            times[local] += 1
            again = f"-{times[local]}" if times[local] > 1 else ""
            self.desk.targets[identity(element)] = f"doc:{piece.slug}#{local}{again}"

    def _address_piece(self, element: Element, piece: Planned) -> None:
        for inner in element.iter():
            known = identity(inner)
            if not known or name(inner) == "pb":
                continue
            target = f"doc:{piece.slug}"
            if name(inner) == "note" and not inline_note(inner):
                label = note_label(inner, piece.slug)
                target += f"#{label}" if label else ""
            self.desk.targets[known] = target

    # -- files ---------------------------------------------------------------------

    def _numbered(self, piece: Carried) -> Carried:
        """*piece*, its notes with their own numbers if our count is another."""
        if piece.planned.role != "kept":
            self.desk.report.own_numbers += renumbered(piece)
        return with_own_numbers(piece)

    def _put(self, path: str, text: str, words: list[str]) -> None:
        self.files[path] = text
        self.expected[path] = words

    def _text(self, piece: Carried, lang: str, writer: Writer) -> None:
        fields, text = piece.text(writer)
        slug = piece.planned.slug
        if piece.planned.role == "kept":
            self._put(f"printed/{slug}.md", f"---\n{mapping(fields)}---\n{text}", piece.words)
            self.desk.report.remarks.append(
                f"`{slug}` is made anew by every build; the source's is kept in printed/{slug}.md"
            )
            return
        folder = "documents" if piece.planned.role == "document" else piece.planned.role
        written = f"---\n{mapping(fields)}---\n\n{text}"
        self.desk.report.pages_carried += text.count("[]{.page n=")
        self._put(f"{folder}/{slug}.{lang}.md", written, piece.words)

    def _registers(self) -> dict[Kind, list[Listed]]:
        listed: dict[Kind, list[Listed]] = {}
        writer = Writer(self.desk.lead)
        for kind in _KINDS:
            pieces = [piece for piece in self.plan.pieces if piece.role == kind]
            words: list[str] = []
            for piece in pieces:
                element = piece.elements[0]
                listed.setdefault(kind, []).extend(read_listed(element, kind, self.desk))
                beside = [e for e in element.iter() if name(e) == "item" and not is_entry(e)]
                rest = [e for e in element if name(e) != "list" and not dropped(e)]
                for item in (e for e in element.iter() if name(e) == "list"):
                    words += [] if _inner(item) else source_words(item)
                for item in beside:
                    for word in source_words(item):
                        words.remove(word)
                self._beside(piece, [*rest, *beside])
            entries = listed.get(kind, [])
            if entries:
                items: list[Value] = [_entry(entry, writer) for entry in entries]
                self._put(f"registers/{kind}.yaml", sequence(items), words)
        self.desk.report.persons = sum(len(e.ids) for e in listed.get("persons", ()))
        self.desk.report.terms = sum(len(e.ids) for e in listed.get("abbreviations", ()))
        return listed

    def _indexes(self) -> list[Heading]:
        source = survey(self.root, self.desk.targets)
        for piece in self.plan.pieces:
            if piece.role == "document" and (number := piece.elements[0].get("n")):
                source.documents.setdefault(number, f"doc:{piece.slug}")
        return [
            heading
            for piece in self.plan.indexes
            for heading in read_index(piece.elements[0], source, self.desk)
        ]

    def _subjects(self, headings: list[Heading]) -> None:
        """Write the headings of the printed index, whose notes are carried and marked by now."""
        if not headings:
            return
        writer = Writer(self.desk.lead)
        items: list[Value] = [heading.entry(writer) for heading in headings]
        self.files["registers/subjects.yaml"] = sequence(items)
        self.desk.report.headings = sum(1 for _ in walk(headings))

    def _beside(self, piece: Planned, rest: list[Element]) -> None:
        """Keep what stands beside a list: a build sets headings of its own there."""
        if rest:
            held = Planned("kept", piece.slug, tuple(rest), "Beside the list")
            self._text(carry(held, self.desk), "", Writer(self.desk.lead))

    def _outline(
        self, carried: list[Carried], listed: Mapping[Kind, list[Listed]]
    ) -> dict[str, Value]:
        slugs = {
            role: [p.planned.slug for p in carried if p.planned.role == role]
            for role in ("front", "back")
        }
        index: dict[str, Value] = {
            "id": "index-persons", "title": "Index of persons", "registers": ["persons"],
        }  # fmt: skip
        indexes = [index] if listed.get("persons") else []
        indexes += [_printed(piece) for piece in self.plan.indexes[:1]]
        return {**slugs, "indexes": indexes}

    def _part(self, part: Part) -> dict[str, Value]:
        title = header.words(part.head) if part.head is not None else "Documents"
        if part.head is not None:
            self.expected[f"part {part.id}"] = _bare_words(part.head)
            self.files[f"part {part.id}"] = (
                f"---\ntitle: '{title.replace(chr(39), chr(39) * 2)}'\n---\n"
            )
        return {"id": part.id, "title": title, "documents": part.documents}

    def _compare(self) -> None:
        for path, words in self.expected.items():
            if path != "edition.yaml":
                self.desk.report.compare(path, words, file_words(path, self.files[path]))
        self.files = {path: text for path, text in self.files.items() if "part " not in path}


def _bare_words(head: Element) -> list[str]:
    """The words of a part's heading; its notes stand in a piece of their own."""
    words = source_words(head)
    for note in (e for e in head.iter() if name(e) == "note"):
        for word in source_words(note):
            words.remove(word)
    return words


def _printed_order(carried: Sequence[Carried], plan: Plan) -> list[Carried]:
    """The texts of *carried* as they are printed: front matter, documents by part, back matter."""
    slugs = [slug for part in plan.parts for slug in part.documents]
    rank = {slug: at for at, slug in enumerate(slugs)}
    texts = {role: [p for p in carried if p.planned.role == role] for role in _TEXTS}
    texts["document"].sort(key=lambda piece: rank[piece.planned.slug])
    return [piece for role in _TEXTS for piece in texts[role]]


def _printed(piece: Planned) -> dict[str, Value]:
    """The plan of the index that the source prints: its title, its own order."""
    head = next(header.within(piece.elements[0], "head"), None)
    title = header.words(head) if head is not None else "Index"
    return {"id": "index-subjects", "title": title, "registers": ["subjects"], "sort": "as-listed"}


def _inner(element: Element) -> bool:
    """Whether *element* stands inside an item of another list."""
    return any(name(above) == "item" for above in element.iterancestors())


def _entry(entry: Listed, writer: Writer) -> dict[str, Value]:
    return {
        "id": entry.id,
        "name": writer.line(entry.name),
        "description": writer.line(entry.description),
    }
