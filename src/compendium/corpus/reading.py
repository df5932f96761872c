"""All files of an edition put together into one `Volume`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from compendium.corpus.documents import Read, make_document, read_text
from compendium.corpus.history import read_history
from compendium.corpus.ids import check_ids
from compendium.corpus.images import check_images
from compendium.corpus.pictures import bare
from compendium.diag import Diagnostic, Severity, Span
from compendium.model.kept import Again, Keep, again
from compendium.model.published import CHANGES, LOCK
from compendium.model.text import Figure, Image, blocks, inlines, runs
from compendium.model.volume import (
    RegisterKind,
    Volume,
    Written,
    WrittenDocument,
    WrittenEntry,
    WrittenRegister,
    WrittenText,
)
from compendium.source.files import Files
from compendium.source.keeping import reading, reread, told
from compendium.source.problems import Problems, suggest
from compendium.source.text import SourceFile

if TYPE_CHECKING:
    from compendium.corpus.edition import Plan

_TEXT = re.compile(
    r"(documents|front|back)/(?P<slug>[a-z0-9][a-z0-9-]*)\.(?P<lang>[A-Za-z0-9-]+)\.md"
)
_PICTURE, _ID = re.compile(r"!\["), re.compile(r"[{\s>]#[\w.:-]")
"""What is in every file that shows a picture, and in every one that gives an id."""

T = TypeVar("T")

MOST = 100
"""Problems of one kind that are told of one file; who has more needs no more."""


def read_volume(
    name: str, files: Files, found: Sequence[Diagnostic], keep: Keep | None = None
) -> tuple[Volume | None, list[Diagnostic]]:
    """The volume called *name* in *files*, and all problems, those *found* before among them."""
    reader = _Reader(files, Problems(list(found)), keep)
    volume = reader.volume(name)
    return volume, _in_order(reader.problems.found)


def read_one(name: str, files: Files, slug: str, keep: Keep | None = None) -> Volume | None:
    """The volume called *name* with the document *slug* alone, as *files* plan and have it.

    It has neither registers nor indexes, nor any piece of matter. None if anything is wrong
    with what is read, or the document shows a picture.
    """
    reader = _Reader(files, Problems([]), keep)
    volume = reader.one(name, slug)
    return None if reader.problems.found else volume


def _in_order(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    told: Counter[tuple[str, str]] = Counter()
    kept: list[Diagnostic] = []
    for problem in sorted(problems, key=lambda problem: (problem.span, problem.code)):
        told[problem.span.path, problem.code] += 1
        if told[problem.span.path, problem.code] <= MOST:
            kept.append(problem)
    return kept


@dataclass(slots=True)
class _Reader:
    files: Files
    problems: Problems
    keep: Keep | None = None
    used: set[str] = field(default_factory=set)
    whole: bool = True

    def volume(self, name: str) -> Volume | None:
        plan = self._plan()
        registers = self._registers()
        if plan is None:
            self._lone_texts()
            return None
        volume, front, back = plan
        volume = replace(
            volume,
            id=name,
            documents=self._documents(volume),
            front=self._matter("front", front, volume),
            back=self._matter("back", back, volume),
            registers=registers,
        )
        texts = [t for d in volume.documents.values() for t in d.texts]
        texts += [*volume.front, *volume.back]
        images = self._images(self._with(_PICTURE, texts))
        self._unused(volume)
        naming = self._with(_ID, texts)
        check_ids(volume, (*front, *back), naming, self.problems, self.again)
        history = read_history(self._text(LOCK), self._text(CHANGES), self.problems)
        return replace(volume, images=images, history=history) if self.whole else None

    def one(self, name: str, slug: str) -> Volume | None:
        plan = self._plan()
        if plan is None:
            return None
        named = [one for part in plan[0].parts for one in part.documents if one.value == slug]
        reads = self._reads("documents", named[0], plan[0]) if len(named) == 1 else []
        texts = [read.text for read in reads]
        if not self.whole or not reads or self._with(_PICTURE, texts):
            return None
        own = make_document(slug, reads, self.problems)
        volume = replace(plan[0], id=name, documents={slug: own}, indexes=())
        check_ids(volume, (), self._with(_ID, texts), self.problems)
        return volume

    @property
    def again(self) -> Again:
        """What of the last build is still good in this one, unless everything is read anew."""
        return again(self.keep)

    def _with(self, sign: re.Pattern[str], texts: Sequence[WrittenText]) -> list[WrittenText]:
        """Those of *texts* that may hold something: their files have its *sign*."""

        def has(text: WrittenText) -> bool:
            return bool(sign.search(cast("SourceFile", self.files[text.path]).text))

        known = {
            t.path: self.again(f"{sign.pattern} {t.path}", (t,), partial(has, t)) for t in texts
        }
        return [text for text in texts if known[text.path]]

    def _text(self, path: str) -> SourceFile | None:
        file = self.files.get(path)
        self.used.add(path)
        return file if isinstance(file, SourceFile) else None

    def _refused(self, path: str) -> bool:
        """Whether *path* is there, but was not fit to be read."""
        return any(p.span.path == path for p in self.problems.found if p.severity is Severity.ERROR)

    def _plan(self) -> Plan | None:
        file = self._text("edition.yaml")
        if file is None:
            if not self._refused("edition.yaml"):
                message = "the folder has no `edition.yaml`"
                hint = "name the folder of an edition, or begin one with `compendium init`"
                self.problems.error("file-missing", message, Span("edition.yaml"), hint)
            return None

        def read(own: Problems) -> Plan | None:
            from compendium.corpus.edition import read_plan  # what is kept needs no schema

            return read_plan(file, own)

        return self._whole_file("edition", file, read)

    def _whole_file(self, what: str, file: SourceFile, read: Callable[[Problems], T]) -> T:
        """What *read* makes of *file*, unless all of it is kept."""

        def make(own: Problems) -> T:
            place = (file.path, 1)
            value, _ = reading(self.keep, what, (file.text,), *place, lambda: told(own, read))
            return value

        return reread(self.keep, what, file, self.problems, make)

    def _registers(self) -> tuple[WrittenRegister, ...]:
        registers: list[WrittenRegister] = []
        kind: RegisterKind
        for kind in get_args(RegisterKind):
            file = self._text(f"registers/{kind}.yaml")
            if file is None:
                continue
            entries = self._whole_file("register", file, partial(_entries, file))
            if entries is None:
                self.whole = False
            else:
                registers.append(WrittenRegister(kind, entries, file.path))
        return tuple(registers)

    def _documents(self, plan: Volume) -> dict[str, WrittenDocument]:
        documents: dict[str, WrittenDocument] = {}
        for slug in (slug for part in plan.parts for slug in part.documents):
            reads = [] if slug.value in documents else self._reads("documents", slug, plan)
            if reads:
                documents[slug.value] = make_document(slug.value, reads, self.problems)
        return documents

    def _matter(
        self, folder: str, slugs: Sequence[Written], plan: Volume
    ) -> tuple[WrittenText, ...]:
        return tuple(read.text for slug in slugs for read in self._reads(folder, slug, plan))

    def _reads(self, folder: str, slug: Written, plan: Volume) -> list[Read]:
        """The files of *slug* in all languages of the edition, as far as they can be read."""
        paths = {lang: self._path(f"{folder}/{slug.value}", lang) for lang in plan.languages}
        reads: list[Read] = []
        for lang, path in paths.items():
            file = self._text(path)
            read = read_text(file, lang, folder, self.problems, self.keep) if file else None
            if (file and read is None) or (self._refused(path) and not file):
                self.whole = False
            reads += [read] if read else []
        if not any(path in self.files or self._refused(path) for path in paths.values()):
            self._missing(folder, slug, next(iter(paths.values())))
        return reads

    def _path(self, stem: str, lang: str) -> str:
        """The file of *stem* in *lang*; `x.en.md` serves an edition in en-US or en-GB."""
        exact, short = f"{stem}.{lang}.md", f"{stem}.{lang.partition('-')[0]}.md"
        return exact if exact in self.files or self._refused(exact) else short

    def _missing(self, folder: str, slug: Written, path: str) -> None:
        self.whole = False
        there = {
            found["slug"]
            for p in self.files
            if (found := _TEXT.fullmatch(p)) and found[1] == folder
        }
        near = suggest(slug.value, there)
        hint = near if near.startswith("did") else "write it, or take the slug out"
        self.problems.error("file-missing", f"there is no `{path}`", slug.span, hint)

    def _images(self, texts: Sequence[WrittenText]) -> Mapping[str, bytes]:
        images = {
            path.removeprefix("images/"): content
            for path, content in self.files.items()
            if path.startswith("images/") and isinstance(content, bytes)
        }
        pictures = (
            self.again(f"pictures {text.path}", (text,), partial(_pictures, text)) for text in texts
        )
        shown = {image.source: image for found in pictures for image in found}
        for name, image in shown.items():
            if name not in images and not self._refused(f"images/{name}"):
                message = f"there is no `images/{name}`"
                near = suggest(name, images)
                hint = near if near.startswith("did") else "put the picture into `images/`"
                self.problems.error("file-missing", message, image.span, hint)
        self.used |= {f"images/{name}" for name in shown}
        wanted = {name: content for name, content in images.items() if name in shown}
        check_images({f"images/{name}": content for name, content in wanted.items()}, self.problems)
        return {name: self._bare(name, content) for name, content in wanted.items()}

    def _bare(self, name: str, content: bytes) -> bytes:
        """A picture as it goes into the outputs, and a word on what does not."""
        kept = bare(content)
        if len(kept) < len(content):
            message = f"what `{name}` tells beside the picture goes into no output"
            hint = "look whether a place, a time or a name in it should be in the corpus"
            self.problems.warn("image-telling", message, Span(f"images/{name}"), hint)
        return kept

    def _unused(self, plan: Volume) -> None:
        named = {path.partition(".")[0] for path in self.used}
        # What stands beside edition.yaml, a README say, is for people.
        for path in sorted(p for p in set(self.files) - self.used if "/" in p):
            hint = "use it, or remove it"
            if found := _TEXT.fullmatch(path):
                hint = f"add `{found['slug']}` to edition.yaml"
                if path.partition(".")[0] in named and found["lang"] not in plan.languages:
                    hint = f"add `{found['lang']}` to `languages` in edition.yaml"
            self.problems.warn("file-unused", f"nothing names `{path}`", Span(path), hint)

    def _lone_texts(self) -> None:
        """Look through the documents although nobody knows which are printed."""
        for path, file in self.files.items():
            found = _TEXT.fullmatch(path)
            if found and isinstance(file, SourceFile):
                read_text(file, found["lang"], found[1], self.problems)


def _entries(file: SourceFile, problems: Problems) -> tuple[WrittenEntry, ...] | None:
    from compendium.corpus.registers import read_entries  # what is kept needs no schema

    return read_entries(file, problems)


def _pictures(text: WrittenText) -> tuple[Image, ...]:
    return tuple(_images(text))


def _images(text: WrittenText) -> Iterator[Image]:
    for content in (text.blocks, *(note.blocks for note in text.notes)):
        for block in blocks(content):
            if isinstance(block, Figure):
                yield block.image
            for run in runs(block):
                yield from (node for node in inlines(run) if isinstance(node, Image))
