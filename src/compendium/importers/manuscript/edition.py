"""The edition that a manuscript becomes: every guess a comment beside what it made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from compendium.diag import Span
from compendium.importers.draft import (
    Draft,
    DraftDocument,
    DraftPart,
    DraftText,
    called,
    page_name,
)
from compendium.importers.fields import Value
from compendium.importers.manuscript import kinds
from compendium.importers.manuscript.body import Body, compose
from compendium.importers.manuscript.contents import without_contents
from compendium.importers.manuscript.dating import dateline, dates, heading_date
from compendium.importers.manuscript.headings import part_heading
from compendium.importers.manuscript.outline import Chapter, Held, Outline, outline
from compendium.importers.manuscript.passages import Manuscript, Passage, line_like, where
from compendium.importers.report import Report
from compendium.importers.runs import tidy, unbroken
from compendium.importers.words import words_of
from compendium.model.text import (
    Inline,
    Link,
    NoteCall,
    Paragraph,
    Text,
    blocks,
    inlines,
    plain,
    runs,
)
from compendium.model.volume import WrittenNote

_WORK = re.compile(
    r"(?i)\b(?:compendium|collection|documents|papers|correspondence|letters|treaties|records?"
    r"|archives?|selected|volume|history|edition|sammlung|recueil|сборник|документы|переписка)\b"
    r"|資料|文書|集"
)
_ACTS = {
    "signed": re.compile(r"(?i)\bsigned\s+(?:on|at|in)\b|подписан|署名"),
    "ratified": re.compile(r"(?i)\bratified\s+(?:on|at|in)\b|ратифицирован|批准"),
}
_PREFACE = re.compile(
    r"(?i)(?:preface|foreword|introduction|avant-propos|préface|vorwort|einleitung|предисловие"
    r"|введение|序文|はじめに|まえがき|前言)\.?"
)


@dataclass(slots=True)
class _Scribe:
    """What is needed to draft the texts of one manuscript."""

    source: Manuscript
    lang: str
    taken: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    targets: dict[str, str] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.source.name)

    def lead(self, target: str) -> str:
        """Where a link leads: "doc:@name" to the passage that has the name."""
        return self.targets.get(target, "") if target.startswith("doc:@") else target

    def address(self, slug_of: str, held: Sequence[Passage], made: Body | None) -> None:
        """Note what links call *held*: the document, or the passages of its body."""
        for passage in held:
            for name in passage.names:
                inside = f"#{made.anchors[name]}" if made and name in made.anchors else ""
                self.targets[f"doc:@{name}"] = f"doc:{slug_of}{inside}"

    def notes(self, text: Sequence[Inline], body: Body) -> list[WrittenNote]:
        """The notes called in *text* and *body*, in the order of their calls."""
        held = [text, *(run for block in blocks(body.blocks) for run in runs(block))]
        calls = [n.label for run in held for n in inlines(run) if isinstance(n, NoteCall)]
        self.used.update(calls)
        return [self.source.notes[label] for label in dict.fromkeys(calls)]


def draft(source: Manuscript, languages: tuple[str, ...], report: Report) -> Draft:
    """The edition of *source*, in the first of *languages*, or in that it seems to be in."""
    scribe = _Scribe(source, languages[0] if languages else source.lang)
    plan = outline(without_contents(source.passages, report))
    title, banners, preface = _opening(plan)
    fields: dict[str, Value] = {
        "title": title.text if title else _named(source.name),
        "subtitle": ", ".join(banner.text for banner in banners),
        "version": "0.1",
        "date": "20XX",
        "languages": [scribe.lang],
    }
    guesses = {
        "title": _where_title(title, plan),
        "subtitle": f"{where(banners)}, beside the title; take it out if it is none of the work's"
        if banners
        else "",
        "version": "the version and the date of this edition; the source does not know them",
        "languages": "" if languages else "from its letters and words; say en-GB or the like",
    }
    words = title.words if title else words_of(str(fields["title"]))
    made = Draft(fields, [*words, *(word for b in banners for word in b.words)], guesses)
    if preface:
        made.front.append(_matter("preface", preface, scribe))
    for chapter in plan.chapters:
        _chapter(chapter, made, scribe)
    made.lead = scribe.lead
    report.resolved += len(scribe.targets)
    return made


def _named(name: str) -> str:
    """A title made of the name of the file."""
    return " ".join(re.sub(r"[-_.]+", " ", name.rpartition(".")[0] or name).split()) or "Untitled"


def _where_title(title: Passage | None, plan: Outline) -> str:
    if title is None:
        return "the name of the file; the source has no title"
    return "" if plan.told and title.role == "title" else f"{where([title])}, above the documents"


def _opening(plan: Outline) -> tuple[Passage | None, list[Passage], list[Passage]]:
    """The title, the lines beside it, and the prose before the first document."""
    begins = next((at for at, p in enumerate(plan.opening) if _PREFACE.fullmatch(p.text)), None)
    lines = [p for p in plan.opening[:begins] if _line(p)]
    told = [p for p in lines if p.role == "title"]
    works = [p for p in lines if _WORK.search(p.text)]
    title = next(iter((*told, *works, *lines)), None)
    # Lines stand beside the title until the prose begins.
    upto = next((at for at, p in enumerate(plan.opening) if p not in lines), len(plan.opening))
    if title is not None and title not in plan.opening[:upto]:
        upto = plan.opening.index(title) + 1
    banners = [p for p in plan.opening[:upto] if p is not title]
    if len(banners) > 4:
        banners, upto = [], 0
    return title, banners, [p for p in plan.opening[upto:] if p is not title]


def _line(passage: Passage) -> bool:
    """Whether *passage* is a line of a title page and no prose."""
    called = any(isinstance(node, NoteCall) for node in inlines(passage.content))
    return line_like(passage) and not called


def _chapter(chapter: Chapter, made: Draft, scribe: _Scribe) -> None:
    title, number, words = called("documents", scribe.lang), "", list[str]()
    guess = ""
    if chapter.heading is not None:
        text = chapter.heading.text
        head = part_heading(text)
        if head and head.cut and text[head.cut :].strip():
            title, number = text[head.cut :].strip(), head.number
        else:
            title = text
        words = words_of(f"{number} {title}")
        guess = f"part {number or title}: {where([chapter.heading])}"
    strange = chapter.heading is not None and not title.isascii()
    counted = number or (len(made.parts) + 1 if strange else "")
    told = title if chapter.heading is not None else "documents"
    name = page_name(f"part-{counted}" if counted else told, scribe.taken)
    part = DraftPart(name, title, number, words=words)
    if chapter.opening:
        made.front.append(_matter(f"{name}-introduction", chapter.opening, scribe, title))
    part.documents = [_document(held, scribe) for held in chapter.documents]
    if part.documents:
        made.parts.append(part)
    if guess:
        made.guesses = {**made.guesses, name: guess}


def _matter(
    name: str, passages: Sequence[Passage], scribe: _Scribe, told: str = ""
) -> DraftDocument:
    """A piece of front matter."""
    head, body = passages[0], list(passages[1:])
    if head.block is None and body and _line(head) and len(head.text) < 80:
        title, words = tidy(unbroken(head.content)), [w for p in passages for w in p.words]
    else:
        body = list(passages)
        title = (Text(told or "Preface", scribe.span),)
        words = [*words_of(plain(title)), *(word for p in body for word in p.words)]
    made = compose(body, scribe.span)
    guess = f"before the documents: {where(passages)}"
    text = DraftText(
        scribe.lang, title, made.blocks, words, scribe.notes(title, made),
        guesses={"": "\n".join((guess, *made.guesses))},
    )  # fmt: skip
    piece = DraftDocument(page_name(name, scribe.taken), [text])
    scribe.address(piece.slug, passages, made)
    return piece


def _document(held: Held, scribe: _Scribe) -> DraftDocument:
    """A document with what its heading and its pieces say of it."""
    heading, calls = _heading(held, scribe)
    made = compose(held.body, scribe.span)
    if calls:
        _call(calls, made, scribe.span)
    said = plain(heading)
    fields, guesses = _facts(said, held.body, made)
    if not held.heading:
        guesses["title"] = "the source gives none"
    guesses[""] = "\n".join(made.guesses)
    words = [word for p in (*held.heading, *held.body) for word in p.words]
    if held.heading:
        for word in words_of(held.heading[0].text[: held.cut]):
            words.remove(word)
    else:
        words += words_of(said)
    date = str(fields.get("date", ""))[:4]
    name = page_name(
        f"{fields['kind']}-{date}" if date.isdigit() else f"{fields['kind']}", scribe.taken
    )
    scribe.address(name, held.heading, None)
    scribe.address(name, held.body, made)
    text = DraftText(
        scribe.lang, heading, made.blocks, words, scribe.notes((), made), (), fields, guesses
    )
    return DraftDocument(name, [text])


def _heading(held: Held, scribe: _Scribe) -> tuple[tuple[Inline, ...], list[NoteCall]]:
    """The words of a heading without its number and links, and the notes it calls."""
    nodes: list[Inline] = []
    for passage in held.heading:
        number = (Text(f"{passage.number} ", scribe.span),) if passage.number else ()
        nodes += [Text(" ", scribe.span), *number, *passage.content]
    calls = [node for node in inlines(nodes) if isinstance(node, NoteCall)]
    bare = tidy(unbroken(_bare(nodes)))
    done = _behind(bare, held.cut)
    if not words_of(plain(done)):  # the number is all there is
        done, held.cut = bare, 0
    return done or (Text("Untitled", scribe.span),), calls


def _bare(nodes: Sequence[Inline]) -> list[Inline]:
    """*nodes* without calls and links: a title has none."""
    done: list[Inline] = []
    for node in nodes:
        if isinstance(node, Link):
            done += _bare(node.content)
        elif not isinstance(node, NoteCall):
            done.append(node)
    return done


def _behind(nodes: Sequence[Inline], count: int) -> tuple[Inline, ...]:
    """*nodes* after their first *count* characters; styles are cut as plain words."""
    said = plain(nodes)
    done: list[Inline] = []
    at = 0
    for node in nodes:
        size = len(plain((node,)))
        if at >= count:
            done.append(node)
        elif at + size > count:
            done.append(Text(said[count : at + size], node.span))
        at += size
    return tidy(done)


def _call(calls: Sequence[NoteCall], made: Body, span: Span) -> None:
    """Let the first paragraph call the notes of the heading."""
    made.guesses.append("the heading calls a note; the first paragraph calls it now")
    for at, block in enumerate(made.blocks):
        if isinstance(block, Paragraph):
            made.blocks[at] = Paragraph(
                (*block.content, *calls), span, block.anchor, block.name, block.align
            )
            return
    made.blocks.append(Paragraph(tuple(calls), span))


def _facts(
    title: str, body: Sequence[Passage], made: Body
) -> tuple[dict[str, Value], dict[str, str]]:
    """The fields of a document, and on what ground each was put there."""
    fields: dict[str, Value] = {}
    guesses: dict[str, str] = {}
    fields["kind"] = kinds.kind(title) or "document"
    guesses["kind"] = "from the heading" if kinds.kind(title) else "the heading does not tell"
    _dated(title, body, fields, guesses)
    sender, recipient = kinds.sender_and_recipient(title)
    if sender and recipient:
        fields["from"], fields["to"] = [sender], [recipient]
        guesses["from"] = "from the heading; `person:...` or `body:...` ties it to a register"
    elif both := kinds.parties(title):
        fields["parties"] = both
        guesses["parties"] = "from the heading; `body:...` ties it to a register"
    opened = body[0].text if body else ""
    if kinds.excerpt(title) or opened.startswith(("...", "…")):
        fields["extent"] = "excerpt"
        guesses["extent"] = "the heading, or the points at the beginning, say so"
    if made.articles:
        fields["units"] = "article"
    return fields, guesses


def _dated(
    title: str, body: Sequence[Passage], fields: dict[str, Value], guesses: dict[str, str]
) -> None:
    told = heading_date(title)
    lines = [(p, found) for p in body if (found := dateline(p.text))]
    if told:
        fields["date"], guesses["date"] = told, "from the heading"
    for passage, (day, place) in lines[:1]:
        if not told or day.startswith(told):
            fields["date"], guesses["date"] = day, f"from {where([passage])}"
            if place:
                fields["place"], guesses["place"] = place, f"from {where([passage])}"
    for passage in body[-3:]:
        for sentence in re.split(r"(?<=[.。])\s+", passage.text):
            for key, pattern in _ACTS.items():
                days = dates(sentence) if pattern.search(sentence) else []
                if len(days) == 1 and key not in fields:
                    fields[key], guesses[key] = days[0].edtf, f"from {where([passage])}"
    if told and str(fields.get("signed", "")).startswith(told):
        fields["date"] = fields["signed"]
        guesses["date"] = f"the year from the heading, the day from {guesses['signed'][5:]}"
