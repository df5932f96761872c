"""Small books of many shapes, by a seed: sizes, languages, arrangements, numbers, indexes."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random  # noqa: TID251  # seeded

from books import make
from notations import corpus as notation

EDITION = Path(__file__).parents[1] / "corpus" / "joint-compendium" / "documents"
_SPAN = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)(?:\{[^}]*\})?|\]\{[^}]*\}|\[(?!\\)|\\")


def write(seed: int, folder: Path) -> Path:
    """The edition that *seed* makes, in a folder of its own in *folder*."""
    chance = Random(seed)
    book = make(chance.randint(1, 14))
    root = folder / f"shape-{seed}"
    notation.write(book, root)
    slugs = [document.slug for document in book.documents]
    others = chance.sample(["ja", "ru", "de"], chance.choice((0, 0, 1, 1, 2)))
    for lang in others:
        for at, slug in enumerate(slugs):
            if chance.randrange(5):  # one in five is not translated
                path = root / "documents" / f"{slug}.{lang}.md"
                path.write_text(_translated(lang, at, slugs, chance), "utf-8")
    (root / "edition.yaml").write_text(_edition(root, slugs, others, chance), "utf-8")
    return root


def _translated(lang: str, at: int, slugs: list[str], chance: Random) -> str:
    """A text in *lang* of sentences of the first edition, with notes and references."""
    said = sentences(lang)
    blocks, notes = [], []
    for number in range(1, chance.randint(3, 9)):
        words = "".join(f"{chance.choice(said)} " for _ in range(chance.randint(1, 7))).strip()
        if not chance.randrange(3):
            there = chance.choice(slugs)
            notes.append(f"[^n{number}]: {chance.choice(said)} [{lang}](doc:{there}).")
            words += f"[^n{number}]"
        blocks.append(words)
    body = "\n\n".join([*blocks, *notes])
    head = f"title: {chance.choice(said)[:40]} {at + 1}\nshort-title: {lang} {at + 1}\nkind: letter"
    return f"---\n{head}\n---\n\n{body}\n"


def sentences(lang: str) -> list[str]:
    """The sentences of the first edition in *lang*, without any mark."""
    found: list[str] = []
    lang = "en" if lang == "de" else lang
    for path in sorted(EDITION.glob(f"*.{lang}.md")):
        body = path.read_text("utf-8").split("---\n", 2)[2]
        for block in body.split("\n\n"):
            if block.startswith((":::", "[^", "- ")) or len(block) < 60:
                continue
            words = _SPAN.sub("", re.sub(r"\s*\{[^}]*\}\s*$", "", block))
            words = re.sub(r"\n\s*", "" if lang == "ja" else " ", words)
            words = re.sub(r"^\d+\.\s+", "", words)
            found += [s for s in re.findall(r"[^.。]+[.。]", words) if "{" not in s and len(s) > 20]
    return [re.sub(r"^[\W\d]+", "", sentence).strip() for sentence in found]


def _edition(root: Path, slugs: list[str], others: list[str], chance: Random) -> str:
    half = chance.randint(1, len(slugs))
    parts = [slugs[:half], slugs[half:]] if slugs[half:] else [slugs]
    lines = [
        f"title: A Book of the Shape {root.name.rpartition('-')[2]}",
        'version: "1.0"',
        "date: 2026-11-24",
        f"languages: [{', '.join(['en', *others])}]",
        f"notes: {chance.choice(('document', 'edition'))}",
        f"list-by-date: {chance.choice(('true', 'false'))}",
        "page-pictures: false",
    ]
    if chance.randrange(2):
        by, every = chance.choice(("page", "document")), chance.choice((2, 3, 5))
        lines.append(f"line-numbers: {{by: {by}, every: {every}}}")
    if others:
        lines.append(
            f"arrangement: {chance.choice(('sequential', 'columns', 'facing', 'interleaved'))}"
        )
    lines.append("parts:")
    for number, part in enumerate(parts, start=1):
        lines += [f"  - id: part-{number}", f"    title: The part of number {number}"]
        lines += [f"    number: {'I' * number}"] if chance.randrange(2) else []
        lines += [f"    follow-on: {chance.choice(('true', 'false'))}"]
        lines += [f"    documents: [{', '.join(part)}]"]
    lines += [
        "indexes:",
        "  - id: index-subjects",
        "    title: Index of Subjects",
        "    registers: [subjects]",
        f"    numbers: {chance.choice(('full', 'chicago', 'chicago15', 'hart', 'mhra'))}",
        f"    join: {chance.choice(('explicit', 'consecutive'))}",
        f"    form: {chance.choice(('indented', 'run-in'))}",
        f"    sort: {chance.choice(('word-by-word', 'letter-by-letter'))}",
    ]
    return "\n".join(lines) + "\n"
