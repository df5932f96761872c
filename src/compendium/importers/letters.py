"""TEI letters, a file each or in a corpus, as one edition in order of their dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from compendium.diag import Diagnostic, Span
from compendium.importers import header
from compendium.importers.desk import Desk
from compendium.importers.divisions import Planned
from compendium.importers.fields import Value, mapping, sequence
from compendium.importers.header import within, words
from compendium.importers.ids import slug
from compendium.importers.markdown import Writer
from compendium.importers.numbering import with_own_numbers
from compendium.importers.pieces import Carried, carry
from compendium.importers.plugin import Imported
from compendium.importers.reading import parse
from compendium.importers.report import Report
from compendium.importers.vocabulary import (
    XML_LANG,
    Element,
    division,
    identity,
    language,
    name,
)
from compendium.importers.words import file_words, source_words
from compendium.model.text import Text

_LISTS = {
    "person": ("persons", "person", "persName"),
    "place": ("places", "place", "placeName"),
    "org": ("bodies", "body", "orgName"),
}
_INDEXES = {"persons": "Index of persons", "places": "Index of places"}


@dataclass(slots=True)
class _Letter:
    """One file: its slug, its root, and whatever its header says of the letter."""

    slug: str
    root: Element
    path: Path
    fields: dict[str, Value] = field(default_factory=dict)
    day: str = ""


def read_letters(folder: Path, languages: Sequence[str] = ()) -> Imported:
    """The edition that the letters in *folder* become; none where one of them cannot be read."""
    report = Report()
    roots: list[tuple[Element, Path]] = []
    for path in sorted(folder.rglob("*.xml")):
        root, problems = parse(path)
        report.problems += problems
        roots += [(root, path)] if root is not None else []
    return _letters(folder, report, roots, languages)


def read_corpus(
    root: Element, path: Path, report: Report, languages: Sequence[str] = ()
) -> Imported:
    """The edition that the texts of the corpus *root*, which stands in *path*, become."""
    texts = [e for e in root if name(e) in ("TEI", "TEI.2")]
    return _letters(path, report, [(root, path), *((text, path) for text in texts)], languages)


def _letters(
    source: Path,
    report: Report,
    roots: Sequence[tuple[Element, Path]],
    languages: Sequence[str],
) -> Imported:
    taken: set[str] = set()
    letters = [
        _Letter(slug(identity(root) or _stem(root, path), taken), root, path)
        for root, path in roots
        if any(source_words(body) for body in within(root, "text", "body"))
    ]
    if not letters and not report.problems:
        message = f"`{source.name}` has no TEI letters in it"
        hint = "name a TEI file, or a folder of them"
        report.problems.append(Diagnostic("source-bad", message, Span(source.name), hint))
    if report.problems:
        return Imported(report)
    lists = [root for root, _ in roots]
    return _Correspondence(source, report, letters, lists, languages).made()


def _stem(root: Element, path: Path) -> str:
    """What a letter without an id is called: its file, or its title in a corpus."""
    return path.stem if root.getparent() is None else _title(root) or path.stem


@dataclass(slots=True)
class _Correspondence:
    folder: Path
    report: Report
    letters: list[_Letter]
    lists: list[Element]
    languages: Sequence[str] = ()
    targets: dict[str, str] = field(default_factory=dict)
    roots: dict[str, Element] = field(default_factory=dict)
    images: dict[str, bytes] = field(default_factory=dict)

    def made(self) -> Imported:
        """The edition, every file of it."""
        for letter in self.letters:
            known = identity(letter.root) or letter.path.stem
            self.targets.setdefault(known, f"doc:{letter.slug}")
            self.roots.setdefault(known, letter.root)
        registers = self._registers()
        writer = Writer(lambda target: target.partition("#")[0])
        fields = header.edition(self.letters[0].root, self.languages)
        main = str(fields["languages"][0])  # type: ignore[index]  # we have put a list there
        carried = [(letter, self._carry(letter, main)) for letter in self.letters]
        fields["languages"] = list(dict.fromkeys(lang for _, ps in carried for lang in ps)) or [
            main
        ]
        self._answers()
        done: dict[str, str] = {}
        for letter, pieces in carried:
            for lang, piece in pieces.items():
                told, text = with_own_numbers(piece).text(writer)
                path = f"documents/{letter.slug}.{lang}.md"
                done[path] = f"---\n{mapping({**told, **letter.fields})}---\n\n{text}"
                self.report.pages_carried += text.count("[]{.page n=")
                self.report.compare(path, piece.words, file_words(path, done[path]))
                letter.fields = {"kind": letter.fields["kind"]}  # facts are told once
        self.report.documents = len(carried)
        done.update({f"registers/{kind}.yaml": sequence(e) for kind, e in registers.items() if e})
        done["edition.yaml"] = self._edition(fields, registers)
        return Imported(self.report, done, self.images)

    def _edition(self, fields: dict[str, Value], registers: Mapping[str, list[Value]]) -> str:
        series = [
            words(t)
            for t in within(self.letters[0].root, "teiHeader", "fileDesc", "titleStmt", "title")
            if t.get("level") == "s"
        ]
        indexes: list[Value] = [
            {"id": f"index-{kind}", "title": title, "registers": [kind]}
            for kind, title in _INDEXES.items()
            if registers.get(kind)
        ]
        ordered = sorted(self.letters, key=lambda letter: (letter.day, letter.slug))
        part = {"id": "letters", "title": "Letters", "documents": [o.slug for o in ordered]}
        return mapping(
            {
                **fields,
                "title": series[0] if series else self.folder.name,
                "subtitle": "",
                "indexes": indexes,
                "parts": [part],
            }
        )

    # -- registers ---------------------------------------------------------------------

    def _registers(self) -> dict[str, list[Value]]:
        """The entries of all lists in all files, each once."""
        done: dict[str, list[Value]] = {kind: [] for kind, _, _ in _LISTS.values()}
        taken: dict[str, set[str]] = {kind: set() for kind in done}
        for element in (e for root in self.lists for e in root.iter()):
            known = identity(element)
            if name(element) not in _LISTS or not known or known in self.targets:
                continue
            kind, scheme, tag = _LISTS[name(element)]
            called = _called(element, tag)
            if not called:
                continue
            entry = slug(called, taken[kind])
            self.targets[known] = f"{scheme}:{entry}"
            told = ", ".join(words(o) for o in within(element, "occupation"))
            line = Writer().line((Text(called, Span("list")),))
            about = Writer().line((Text(told, Span("list")),)) if told else ""
            done[kind].append({"id": entry, "name": line, "description": about})
        self.report.persons = len(done["persons"])
        return done

    # -- letters -----------------------------------------------------------------------

    def _carry(self, letter: _Letter, main: str) -> dict[str, Carried]:
        """The letter in each of its languages, the first of which has what its header says."""
        desk = Desk(letter.path.name, self.report, {**self.roots}, {**self.targets})
        desk.folder, desk.images = letter.path.parent, self.images
        for element in letter.root.iter():
            if known := identity(element):
                desk.elements.setdefault(known, element)
            if name(element) == "pb":
                self.report.pages.append(element.get("n") or element.get("facs") or "?")
        title = _title(letter.root) or letter.slug
        body = next(within(letter.root, "text", "body"))
        done: dict[str, Carried] = {}
        for lang, element in _tongues(body) or [(main, body)]:
            piece = carry(Planned("document", letter.slug, (element,), title), desk)
            done[lang] = replace(piece, fields={**piece.fields, **_standing(element)})
        first = next(iter(done.values()))
        letter.fields = {**first.fields, **self._facts(letter.root)}
        letter.day = _day(letter.fields)
        if self._correspondence(letter.root) is not None:
            letter.fields["kind"] = "letter"
        return done

    @staticmethod
    def _correspondence(root: Element) -> Element | None:
        return next(within(root, "teiHeader", "profileDesc", "correspDesc"), None)

    def _facts(self, root: Element) -> dict[str, Value]:
        """Sender, receiver, date and place, as the description of the letter has them."""
        described = self._correspondence(root)
        if described is None:
            return {}
        actions = {a.get("type"): a for a in within(described, "correspAction")}
        sent, received = actions.get("sent"), actions.get("received")
        done: dict[str, Value] = {}
        if sent is not None:
            done["from"] = list(self._people(sent))
            day = next(within(sent, "date"), None)
            if day is not None and (edtf := header.edtf(day)):
                guessed = day.get("evidence") or day.get("cert")
                done["date"] = {"value": edtf, "inferred": "true"} if guessed else edtf
            done["place"] = next((words(p) for p in within(sent, "placeName")), "")
        if received is not None:
            done["to"] = list(self._people(received))
        return done

    def _people(self, action: Element) -> Iterator[str]:
        for who in action:
            if name(who) in ("persName", "orgName"):
                target = self.targets.get((who.get("ref") or "").removeprefix("#"))
                if target or ":" not in words(who):
                    yield target or words(who)

    def _answers(self) -> None:
        """Say which letter answers which: the one before it, if it went the other way."""
        by_slug = {letter.slug: letter for letter in self.letters}
        for letter in self.letters:
            described = self._correspondence(letter.root)
            for ref in within(described, "correspContext", "ref") if described is not None else ():
                if (ref.get("subtype"), ref.get("type")) != (
                    "previous_letter",
                    "withinCorrespondence",
                ):
                    continue
                before = self.targets.get(ref.get("target") or "", "").removeprefix("doc:")
                earlier = by_slug.get(before)
                if earlier and earlier.fields.get("from") == letter.fields.get("to"):
                    letter.fields["replies-to"] = before


def _called(element: Element, tag: str) -> str:
    """The name to file *element* under: family name first."""
    named = next(within(element, tag), None)
    if named is None:
        return ""
    family = " ".join(words(n) for n in within(named, "surname"))
    given = " ".join(words(n) for n in within(named, "forename"))
    return ", ".join(part for part in (family, given) if part) or words(named)


def _title(root: Element) -> str:
    titles = [t for t in within(root, "teiHeader", "fileDesc", "titleStmt", "title") if words(t)]
    own = [t for t in titles if t.get("level") == "a" or t.get("type") == "main"]
    return words((own or titles)[0]) if titles else ""


def _day(fields: Mapping[str, Value]) -> str:
    date = fields.get("date", "")
    return str(date["value"] if isinstance(date, Mapping) else date)


def _tongues(body: Element) -> list[tuple[str, Element]]:
    """The divisions of *body* that have the letter in one language each; [] if there are none."""
    held = body
    while len(inner := [e for e in held if division(e)]) == 1:
        held = inner[0]
    langs = [header.cased(language(e)) for e in inner]
    told = sum(len(source_words(e)) for e in inner) == len(source_words(body))
    if len(inner) < 2 or not all(langs) or len(set(langs)) < len(langs) or not told:
        return []
    for element in inner:
        for key in (XML_LANG, "lang"):
            element.attrib.pop(key, None)  # the file says it
    return list(zip(langs, inner, strict=True))


def _standing(element: Element) -> dict[str, Value]:
    """What a text is beside the other: the editors' translation."""
    return {"status": "working-translation"} if element.get("type") == "translation" else {}
