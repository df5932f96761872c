"""Document files: front matter and Markdown, one file for each language of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from compendium.diag import Span
from compendium.model.kept import Keep
from compendium.model.volume import WrittenDocument, WrittenText
from compendium.source.keeping import Found, reading, reread, told
from compendium.source.markdown import read_markdown
from compendium.source.problems import Problems
from compendium.source.text import SourceFile

_FENCE = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)---[ \t]*(?:\n|$)")

Said = tuple[str, Span, bool]
"""What a front matter says of something, as JSON, where, and whether that is nothing at all."""

Head = tuple[WrittenText, WrittenDocument | None, Mapping[str, Said]]
"""A front matter: its text without the words, its document without texts, and what it says of
what is said of a document once. There is no document in front and back matter.
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A file read: its text, and its `Head`."""

    text: WrittenText
    document: WrittenDocument | None
    said: Mapping[str, Said]


def read_text(
    file: SourceFile, lang: str, folder: str, problems: Problems, keep: Keep | None = None
) -> Read | None:
    """What *file* in *folder* holds, or None if its front matter cannot be made out.

    All of it is read even then.
    """
    return reread(
        keep,
        f"text {lang} {folder}",
        file,
        problems,
        lambda own: _read(file, lang, folder, own, keep),
    )


def _read(
    file: SourceFile, lang: str, folder: str, problems: Problems, keep: Keep | None
) -> Read | None:
    fence = _FENCE.match(file.text)
    body = file.text.count("\n", 0, fence.end()) + 1 if fence else 1
    if fence and not fence[0].endswith("\n"):
        body += 1
    blocks, notes, found = read_markdown(file, body, keep)
    head = _head(file, fence, lang, folder, problems, keep)
    problems.found += found
    if head is None:
        return None
    text, document, said = head
    return Read(replace(text, path=file.path, blocks=blocks, notes=notes), document, said)


def _head(
    file: SourceFile,
    fence: re.Match[str] | None,
    lang: str,
    folder: str,
    problems: Problems,
    keep: Keep | None,
) -> Head | None:
    if fence is None:
        opened = file.text.startswith("---")
        message = "the front matter is never closed" if opened else "the file has no front matter"
        hint = "put a line `---` after it" if opened else "begin with `---`, `title: ...`, `---`"
        problems.error("front-matter-missing", message, file.span(0, 3 if opened else 0), hint)
        return None

    def read() -> Found[Head | None]:
        from compendium.corpus.heads import read_head  # what is kept needs no schema

        return told(problems, lambda own: read_head(file, fence.span("yaml"), lang, folder, own))

    return reading(keep, "front matter", (lang, folder, fence[0]), file.path, 1, read)[0]


def make_document(slug: str, reads: Sequence[Read], problems: Problems) -> WrittenDocument:
    """The document in all its languages; what is common to them comes from the first."""
    first, *others = reads
    for other in others:
        _agree(first, other, problems)
    assert first.document
    return replace(first.document, slug=slug, texts=tuple(read.text for read in reads))


def _agree(first: Read, other: Read, problems: Problems) -> None:
    """Report what *other* says of the document otherwise than *first*, which counts for all."""
    for key, (fact, span, blank) in other.said.items():
        known = first.said.get(key)
        if not blank and (known is None or known[0] != fact):
            there = str(known[1]) if known else first.text.path
            message = f"`{key}` is not what it is in `{there}`, which counts for all texts"
            problems.error("facts-differ", message, span, "correct one, or say it there only")
