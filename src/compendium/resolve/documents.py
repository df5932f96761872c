"""Parts and documents, numbered: from what is written to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

from compendium.diag import Diagnostic
from compendium.model.edition import Document, DocumentText, Row, Target, TargetKind
from compendium.model.kept import Again, anew
from compendium.model.text import (
    Block,
    Heading,
    Item,
    NoteCall,
    Paragraph,
    Rule,
    SourcePage,
    Styled,
    Text,
    blocks,
    inlines,
    plain,
    runs,
)
from compendium.model.volume import Volume, Written, WrittenDocument, WrittenPart, WrittenText
from compendium.resolve.addresses import address_blocks, opening, words
from compendium.resolve.alignment import align
from compendium.resolve.arrangements import Arranged
from compendium.resolve.seams import seams
from compendium.resolve.strands import Strand, Tied
from compendium.resolve.ties import Ties
from compendium.resolve.tying import Find, Tier


@dataclass(frozen=True, slots=True)
class Addressed:
    """A text whose blocks have their anchors: where it belongs, and what it addresses.

    Shape: `prefix` begins its anchors ("gromyko-1956", "gromyko-1956.ru"); `slug` is its
        document, "" in front and back matter.
    """

    prefix: str
    slug: str
    written: WrittenText
    blocks: tuple[Block, ...]
    targets: tuple[Target, ...]


def address(
    volume: Volume, again: Again = anew, done: Iterable[Addressed] = ()
) -> Iterator[Addressed]:
    """Every text of *volume* with its blocks addressed, in the order of print.

    What is *done* of it is not done again.
    """
    known = {one.prefix: one for one in done}
    yield from _pieces(volume.front, again)
    for document in _documents(volume):
        yield from _texts(document, again, known)
    yield from _pieces(volume.back, again)


def address_several(volume: Volume, again: Again = anew) -> Iterator[Addressed]:
    """The texts of those documents of *volume* that have more than one."""
    for document in _documents(volume):
        if len(document.texts) > 1:
            yield from _texts(document, again)


def _documents(volume: Volume) -> Iterator[WrittenDocument]:
    slugs = (slug.value for part in volume.parts for slug in part.documents)
    return (volume.documents[slug] for slug in slugs if slug in volume.documents)


def _texts(
    document: WrittenDocument, again: Again, done: Mapping[str, Addressed] = MappingProxyType({})
) -> Iterator[Addressed]:
    for text in document.texts:
        main = text is document.texts[0]
        prefix = document.slug if main else f"{document.slug}.{text.lang}"
        if (one := done.get(prefix)) and one.written is text:
            yield one
        else:
            yield _again(again, text, prefix, document.slug, document.units)


def _again(
    again: Again, text: WrittenText, prefix: str, slug: str, numbered: TargetKind
) -> Addressed:
    inputs = (text, slug, numbered)
    return again(f"addressed {prefix}", inputs, lambda: _addressed(text, prefix, slug, numbered))


def _addressed(text: WrittenText, prefix: str, slug: str, numbered: TargetKind) -> Addressed:
    done, targets = address_blocks(text.blocks, prefix, slug, numbered)
    head = Target(
        prefix, "document" if slug else "front", text.span, slug, "", opening(plain(text.title))
    )
    spans = _spans(done, prefix, {target.anchor: target for target in targets})
    every = (found for target in targets for found in (target, *spans.get(target.anchor, ())))
    pages = {target.anchor: target for target in _pages(text, done, prefix, slug)}
    return Addressed(prefix, slug, text, done, (head, *every, *pages.values()))


def _spans(
    content: Sequence[Block], prefix: str, targets: Mapping[str, Target]
) -> dict[str, list[Target]]:
    """The words of *content* that have an id, by the anchor of the block they stand in."""
    spans: dict[str, list[Target]] = {}
    for block in blocks(content):
        at = None if isinstance(block, Rule) else targets.get(block.anchor)
        for node in (node for run in runs(block) for node in inlines(run)):
            if at and isinstance(node, Styled) and node.anchor:
                anchor, said = f"{prefix}.{node.anchor}", opening(plain(node.content))
                target = Target(anchor, "span", node.span, at.document, at.number, said)
                spans.setdefault(at.anchor, []).append(target)
    return spans


def _pages(text: WrittenText, content: Sequence[Block], prefix: str, slug: str) -> Iterator[Target]:
    """The pages of the source that begin in *content*, and in the notes called there."""
    notes = {note.label: note for note in text.notes}
    for block in blocks(content):
        for run in runs(block):
            nodes = tuple(inlines(run))
            for at, node in enumerate(nodes):
                if isinstance(node, SourcePage):
                    said = "".join(n.text for n in nodes[at:] if isinstance(n, Text))
                    anchor = f"{prefix}.{node.anchor}"
                    yield Target(anchor, "source-page", node.span, slug, node.number, opening(said))
                elif isinstance(node, NoteCall) and (note := notes.pop(node.label, None)):
                    yield from _pages(text, note.blocks, prefix, slug)


def _pieces(texts: Iterable[WrittenText], again: Again) -> Iterator[Addressed]:
    """Front or back matter: a piece in a second language has it in its address."""
    seen: set[str] = set()
    for text in texts:
        name = text.path.rpartition("/")[2].partition(".")[0]
        prefix = f"{name}.{text.lang}" if name in seen else name
        yield _again(again, text, prefix, "", "paragraph")
        seen.add(name)


def passages(addressed: Addressed) -> Iterator[tuple[str, str]]:
    """The words of the text and of each of its blocks, by anchor, for checking quotations."""
    yield (
        addressed.prefix,
        " ".join(words(b) for b in addressed.blocks if not isinstance(b, Rule)),
    )
    for block in blocks(addressed.blocks):
        if isinstance(block, Paragraph | Heading | Item):
            yield block.anchor, words(block)


def tie_text(
    addressed: Addressed, ties: Ties, find: Find, document: WrittenDocument | None
) -> tuple[DocumentText, Tied]:
    """One text with everything in it tied: its source note first, then the note on its date."""
    written = addressed.written
    notes = {note.label: note for note in written.notes}
    own = {target.anchor: target for target in addressed.targets}
    strand = Strand(ties, dict(own), ties.last_mark)
    tier = Tier(strand, addressed.prefix, addressed.slug, notes, find, block=addressed.prefix)
    if written.source_note:
        body = (Paragraph(written.source_note, written.span),)
        tier.new_note("source", body, written.span, "source")
    date_mark = None
    main = document is not None and document.texts[0] is written
    if document and main and document.date and (said := written.ground or document.date.ground):
        ground = (Paragraph(said, document.date.span),)
        date_mark = tier.new_note("date", ground, document.date.span)
    tied = tier.blocks(addressed.blocks)
    text = DocumentText(
        written.lang,
        written.title,
        written.short_title or plain(written.title),
        written.status,
        tied,
        tuple(tier.calls),
        written.path,
        date_mark,
        written.place,
    )
    return text, strand.tied(own)


def number_documents(
    part: WrittenPart,
    volume: Volume,
    texts: Mapping[str, tuple[DocumentText, ...]],
    first: int,
    key: Mapping[str, str],
    arranged: Mapping[str, Arranged],
    again: Again = anew,
) -> tuple[Document, ...]:
    """The documents of *part*, numbered through the edition from *first*."""
    present = [volume.documents[s.value] for s in part.documents if s.value in volume.documents]
    replied: dict[str, list[str]] = {}
    for document in volume.documents.values():
        if document.replies_to:
            replied.setdefault(document.replies_to.value, []).append(document.slug)

    def tied(written: tuple[Written, ...]) -> tuple[str, ...]:
        return tuple(key.get(w.value, w.value) for w in written)

    return tuple(
        Document(
            anchor=d.slug,
            number=str(first + position),
            kind=d.kind,
            texts=_divisible(texts[d.slug], arranged[d.slug], again),
            form=arranged[d.slug].form,
            languages=arranged[d.slug].languages,
            prevails=d.prevails,
            rows=_rows(d.slug, texts[d.slug], again),
            date=d.date,
            place=d.place,
            sender=tied(d.sender),
            recipient=tied(d.recipient),
            parties=tied(d.parties),
            signed=d.signed,
            ratified=d.ratified,
            in_force=d.in_force,
            extent=d.extent,
            units=d.units,
            part=part.id,
            span=d.span,
            replies_to=d.replies_to.value if d.replies_to else None,
            replied_by=tuple(sorted(replied.get(d.slug, ()))),
            encloses=tuple(w.value for w in d.encloses),
        )
        for position, d in enumerate(present)
    )


def _divisible(
    texts: tuple[DocumentText, ...], arranged: Arranged, again: Again
) -> tuple[DocumentText, ...]:
    """*texts* with their seams, where they stand on facing pages."""
    if arranged.form != "facing":
        return texts

    def divisible(text: DocumentText) -> DocumentText:
        return replace(text, seams=seams(text.blocks, text.lang))

    return tuple(again(f"seams {text.path}", (text,), partial(divisible, text)) for text in texts)


def _rows(slug: str, texts: tuple[DocumentText, ...], again: Again) -> tuple[Row, ...]:
    if len(texts) == 1:
        return ()
    prefixes = [slug, *(f"{slug}.{text.lang}" for text in texts[1:])]
    level = [(text.blocks, prefix) for text, prefix in zip(texts, prefixes, strict=True)]
    return again(f"rows {slug}", (level,), lambda: align(level))


def unknown_slugs(volume: Volume) -> list[Diagnostic]:
    """A problem for each `replies-to` and `encloses` that names no document of the edition."""
    named = [
        slug
        for d in volume.documents.values()
        for slug in (*([d.replies_to] if d.replies_to else []), *d.encloses)
    ]
    return [
        Diagnostic(
            "reference-unknown",
            f"no document has the name `{slug.value}`",
            slug.span,
            "name a document of this edition",
        )
        for slug in named
        if slug.value not in volume.documents
    ]
