"""Random spans of a built edition, quoted, cited, and looked for in its PDF by poppler.

    python benchmarks/quotations.py corpus/joint-compendium build/joint-compendium --spans 200

A span of 3 to 30 words is taken anywhere in the texts and notes and disguised as a copy is:
other quotation marks and dashes, capitals, hyphens at line ends, letters taken apart. `cite`
must find the place it was taken from, and poppler its words on the pages that are named.
Where poppler reads the cells of a table or the lines of a signature in another order, each
word must stand there.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from random import Random  # noqa: TID251  # seeded

from compendium import cite, pipeline, publish

_WORD = re.compile(r"[^\W_]+")
_KANJI = "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"


def main() -> int:
    """Run it; 0 if every span was found where it stands."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("edition", type=Path)
    asked.add_argument("build", type=Path)
    asked.add_argument("--spans", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    edition, _ = pipeline.check(given.edition)
    if edition is None:
        return 1
    book = cite.Book(edition, publish.read_page_map((given.build / "pages.json").read_bytes()))
    pdf = given.build / f"{edition.id}.pdf"
    wrong = [*sweep(book, pdf, given.spans, Random(given.seed))]
    sys.stdout.writelines(
        f"{line}\n" for line in [*wrong, f"{given.spans} spans, {len(wrong)} wrong"]
    )
    return 1 if wrong else 0


def sweep(book: cite.Book, pdf: Path, count: int, chance: Random) -> Iterator[str]:
    """What is wrong with *count* random spans, a line each."""
    streams = [s for s in book.streams if sum(len(words_of(w)) for _, w in s.pieces) >= 3]
    weights = [len(stream.letters) for stream in streams]
    for stream in chance.choices(streams, weights, k=count):
        words = [(anchor, w) for anchor, text in stream.pieces for w in words_of(text)]
        length = min(chance.randint(3, 30), len(words))
        start = chance.randrange(len(words) - length + 1)
        span = words[start : start + length]
        if not any(_WORD.search(word) for _, word in span):
            continue
        said = disguised(joined([word for _, word in span]), chance)
        found, _ = cite.quoted(said, book)
        first = next(anchor for anchor, word in span if _WORD.search(word))
        if not any(p.record == stream.record and p.anchor == first for p in found):
            yield f"not found in {first}: {said!r}"
        for passage in found:
            pages = range(passage.first.sheet, passage.last.sheet + 1)
            if not printed(span, pdf, pages):
                yield f"not on sheets {pages.start}-{pages.stop - 1}: {said!r}"


def words_of(text: str) -> list[str]:
    """The words of *text*; a script without spaces has a letter for a word."""
    return re.findall(rf"{_KANJI}|(?:(?!{_KANJI})\S)+", text)


def joined(words: Sequence[str]) -> str:
    """*words* with spaces where a reader expects them."""
    return re.sub(rf"(?<={_KANJI}) | (?={_KANJI})", "", " ".join(words))


def disguised(said: str, chance: Random) -> str:
    """*said* as somebody might copy it."""
    match chance.randrange(6):
        case 0:
            said = said.upper()
        case 1:
            said = said.translate(str.maketrans("“”‘’–—", "\"\"''--"))
        case 2:
            said = re.sub(r"(?<=\w\w)(?=\w\w\w)", "-\n", said, count=1)
        case 3:
            said = unicodedata.normalize("NFD", said)
        case 4:
            said = said.replace("fi", "ﬁ").replace("fl", "ﬂ").replace(" ", "  ")
        case _:
            said = f"“{said}”"
    return said


def printed(span: Sequence[tuple[str, str]], pdf: Path, pages: range) -> bool:
    """Whether the words of *span* stand on those pages, from the first to the last of them.

    Marks of notes and numbers of paragraphs may stand between them, pointers and datelines
    where the text has them, and at the turn of a page whatever stands at its foot and head.
    """
    wanted = [letters for _, word in span if (letters := plain(word))]
    loose = any(not plain(word) for _, word in span) or len({anchor for anchor, _ in span}) > 1
    loose = loose or any(kind in span[0][0] for kind in (".signature", ".close", ".table"))
    between = rf"[^\W_]{{0,{120 if loose else 5}}}?"
    texts = [text_of(pdf, page) for page in pages]
    if len(texts) == 1:
        found = re.search(between.join(map(re.escape, wanted)), texts[0])
        return found is not None or (loose and all(word in texts[0] for word in wanted))
    whole = "".join(wanted)
    ends = [0]
    for word in wanted:
        ends.append(ends[-1] + len(word))

    def gapped(start: int, end: int) -> str:
        cuts = [start, *(at for at in ends if start < at < end), end]
        runs = (whole[a:b] for a, b in pairwise(cuts))
        return between.join(map(re.escape, runs))

    return any(
        re.search(gapped(0, at), texts[0]) and re.search(gapped(at, len(whole)), texts[-1])
        for at in range(1, len(whole))
    )


@lru_cache(maxsize=4096)
def text_of(pdf: Path, page: int) -> str:
    """The letters of a page as poppler reads them."""
    command = ["pdftotext", "-f", str(page), "-l", str(page), str(pdf), "-"]
    read = subprocess.run(command, capture_output=True, check=True)
    return plain(read.stdout.decode("utf-8", "replace"))


def plain(text: str) -> str:
    """The letters and figures of *text*, found without any code of the program."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(_WORD.findall(folded))


if __name__ == "__main__":
    sys.exit(main())
