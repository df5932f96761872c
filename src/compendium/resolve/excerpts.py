"""One document of an edition resolved by itself, in the surroundings that it had before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from compendium.diag import Diagnostic, Span
from compendium.model.edition import Document, DocumentText, Edition, Part
from compendium.model.forms import Forms
from compendium.model.kept import anew
from compendium.model.surroundings import Surroundings
from compendium.model.text import Mention
from compendium.model.volume import Volume, WrittenDocument
from compendium.resolve.arrangements import Arranged, arrange
from compendium.resolve.documents import Addressed, address, passages, tie_text
from compendium.resolve.editions import make_edition
from compendium.resolve.forms import collect_forms, find_forms
from compendium.resolve.registers import written_entries
from compendium.resolve.spoken import check_spoken
from compendium.resolve.strands import Tied
from compendium.resolve.synchronisms import check_dates
from compendium.resolve.ties import Event, Ties, part_targets


class UnknownError(Exception):
    """The document asks for something that its surroundings do not tell, or is not sound."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An edition of which only the document `slug` has its text; of all others it has the numbers.

    Shape: `face` is what the rest of the edition sees of the document.
    """

    edition: Edition
    slug: str
    face: tuple[object, ...]


def forms_of(volume: Volume) -> dict[str, Forms]:
    """The forms of the names in *volume*, by language; none where no entry has any."""
    written = written_entries(volume)
    found = {lang: collect_forms(written, lang) for lang in volume.languages}
    return {lang: forms for lang, forms in found.items() if forms.names.keys}


def surroundings(
    volume: Volume, edition: Edition, strands: Mapping[str, Tied]
) -> dict[str, Surroundings]:
    """What the documents of *edition* saw of the rest of it, by slug, when they were tied.

    Shape: *strands* has what came of each text, by the prefix of its anchors, in order of print.
        Documents with several texts are left out, and such as print what an entry says.
    """
    marks = dict(zip(strands, (0, *(tied.last_mark for tied in strands.values())), strict=False))
    quoted: dict[str, list[str]] = {}
    for home, strand in strands.items():
        for kind, anchor, _ in strand.asked:
            if kind == "words" and (of := anchor.partition(".")[0]) != home:
                quoted.setdefault(of, []).append(anchor)
    found: dict[str, Surroundings] = {}
    for document in edition.documents:
        slug = document.anchor
        tied, written = strands.get(slug), volume.documents[slug]
        if tied is None or len(document.texts) > 1 or any(q[0] == "entry" for q in tied.asked):
            continue
        found[slug] = replace(
            _around(edition, document, written, tied, marks[slug]),
            quoted=tuple(dict.fromkeys(quoted.get(slug, ()))),
        )
    return found


def _around(
    edition: Edition, document: Document, written: WrittenDocument, tied: Tied, mark: int
) -> Surroundings:
    slug = document.anchor
    keys = dict(_keys(document, written))
    words: dict[str, str] = {}
    led: dict[str, None] = {}
    above: set[str] = set()
    level: set[str] = set()
    for (kind, what, to), answer in tied.asked.items():
        if kind == "key" and isinstance(answer, str):
            keys[what] = answer
        elif kind == "words" and isinstance(answer, str):
            words |= {} if _inside(what, slug) else {what: answer}
        elif kind == "passage" and isinstance(answer, str):
            led[answer] = None
        elif kind == "direction":
            led[to] = None
            above |= {to} if answer == "above" else set()
            level |= {to} if answer == "none" else set()
    others = [anchor for anchor in led if not _inside(anchor, slug)]
    targets = [edition.targets[anchor] for anchor in others if anchor in edition.targets]
    units = {t.document: edition.document(t.document).units for t in targets if t.document}
    return Surroundings(
        keys,
        tuple(t for t in targets if t.anchor in above),
        tuple(t for t in targets if t.anchor not in above | level),
        tuple(t for t in targets if t.anchor in level - above),
        words,
        units,
        replied_by=document.replied_by,
        last_mark=mark,
    )


def _inside(anchor: str, slug: str) -> bool:
    return anchor == slug or anchor.startswith(f"{slug}.")


def _keys(document: Document, written: WrittenDocument) -> Iterable[tuple[str, str]]:
    for said, tied in (
        (written.sender, document.sender),
        (written.recipient, document.recipient),
        (written.parties, document.parties),
    ):
        yield from ((w.value, key) for w, key in zip(said, tied, strict=True))


def excerpt(volume: Volume, around: Surroundings, forms: Mapping[str, Forms]) -> Excerpt:
    """The one document that *volume* has, resolved in the surroundings *around*.

    Shape: *volume* has the plan of the whole edition, and neither registers nor indexes.
    Errors: `UnknownError` if anything is wrong with the document, or it is no longer the
        concern of itself alone.
    """
    volume, arranged, unfit = arrange(volume)
    (written,) = volume.documents.values()
    (addressed,) = address(volume)
    if unfit or len(written.texts) > 1:
        raise UnknownError
    ties = _ties(volume, addressed, around)
    without = frozenset(form.value for form in written.without_forms)
    known = forms.get(addressed.written.lang) or collect_forms({})
    find = partial(find_forms, forms=known, without=without)
    text, tied = tie_text(addressed, ties, find, written)
    tied.tell(ties)
    edition = _edition(volume, text, ties, around, arranged)
    problems = [*ties.problems, *check_spoken(edition), *check_dates(edition)]
    if problems or any(question[0] == "entry" for question in tied.asked):
        raise UnknownError
    face = _face(edition.document(written.slug), around, addressed, tied)
    return Excerpt(edition, written.slug, face)


def _ties(volume: Volume, addressed: Addressed, around: Surroundings) -> Ties:
    ordered = (*around.before, *addressed.targets, *around.after)
    targets = {target.anchor: target for target in ordered}
    targets |= part_targets(volume)
    order = {anchor: rank for rank, anchor in enumerate(targets)}
    targets |= {target.anchor: target for target in around.aside}
    return Ties(
        targets=targets,
        order=order,
        lookup=partial(_lookup, around.keys),
        written={},
        words=partial(_words, {**around.words, **dict(passages(addressed))}),
        tongues={addressed.prefix: addressed.written.lang},
        through=volume.note_numbering == "edition",
        variants=volume.quotation_variants,
        last_mark=around.last_mark,
    )


def _lookup(keys: Mapping[str, str], target: str, span: Span) -> str | Diagnostic:
    del span
    return _known(keys, target)


def _words(words: Mapping[str, str], anchor: str) -> str:
    return _known(words, anchor)


def _known(answers: Mapping[str, str], question: str) -> str:
    try:
        return answers[question]
    except KeyError:
        raise UnknownError from None


def _edition(
    volume: Volume,
    text: DocumentText,
    ties: Ties,
    around: Surroundings,
    arranged: Mapping[str, Arranged],
) -> Edition:
    """The edition with the *text* of one document, and the numbers of all."""
    (slug,) = volume.documents
    edition = make_edition(volume, {slug: (text,)}, ties, {}, around.keys, arranged, anew)
    whole = edition.document(slug)
    parts: list[Part] = []
    number = 0
    for written, part in zip(volume.parts, edition.parts, strict=True):
        documents: list[Document] = []
        for name in written.documents:
            number += 1
            known = whole if name.value == slug else _bare(name.value, part, around)
            documents.append(replace(known, number=str(number)))
        parts.append(replace(part, documents=tuple(documents)))
    edition = replace(edition, parts=tuple(parts))
    own = replace(edition.document(slug), replied_by=around.replied_by)
    ties.targets[slug] = replace(ties.targets[slug], number=own.number)
    return replace(edition, parts=tuple(_with(part, own) for part in edition.parts))


def _with(part: Part, own: Document) -> Part:
    documents = tuple(own if one.anchor == own.anchor else one for one in part.documents)
    return replace(part, documents=documents)


def _bare(slug: str, part: Part, around: Surroundings) -> Document:
    """A document of which nothing is told but where it is."""
    units = around.units.get(slug, "paragraph")
    return Document(
        slug, "", "", (), None, "", (), (), (), None, None, None, "whole", units,
        part.anchor, part.span,
    )  # fmt: skip


def _face(
    document: Document, around: Surroundings, addressed: Addressed, tied: Tied
) -> tuple[object, ...]:
    """What the rest of the edition sees of *document*: of its words, those that others quote."""
    words = dict(passages(addressed)) if around.quoted else {}
    texts = tuple(replace(text, blocks=()) for text in document.texts)
    own = [*addressed.targets, *tied.targets.values()]
    notes = [(n.anchor, n.series, n.mark, n.call, n.document, n.kind) for n in tied.notes.values()]
    return (
        replace(document, texts=texts, rows=()),
        [(t.anchor, t.kind, t.document, t.number) for t in own],
        notes,
        [*tied.mentions],
        [_seen(event) for event in tied.events],
        tied.last_mark,
        [words.get(anchor) for anchor in around.quoted],
    )


def _seen(event: Event) -> tuple[object, ...]:
    match event:
        case Diagnostic():
            return (event,)
        case (end, key, Mention() as mention):
            return (end, key, mention.anchor)
        case _:
            return event
