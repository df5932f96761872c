"""The first edition prints the words of its source: all of them, in order, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from compendium import corpus
from compendium.model.text import (
    Block,
    Break,
    Inline,
    Item,
    Paragraph,
    Quoted,
    blocks,
    inlines,
    plain,
    runs,
)
from compendium.model.volume import Volume
from compendium.resolve import resolve

ROOT = Path(__file__).parent
EDITION = ROOT.parent / "corpus" / "joint-compendium"
VARIANT = re.compile("“([^”]+)” for “([^”]+)”")
_BANNER, *SEED = (ROOT / "data" / "seed" / "part-v.txt").read_text("ascii").splitlines()


@cache
def edition() -> Volume:
    """The first edition as written."""
    volume, problems = corpus.read(EDITION)
    assert volume is not None
    assert not [str(problem) for problem in problems]
    return volume


def lines(content: tuple[Block, ...]) -> Iterator[str]:
    """The paragraphs of *content*, and the single lines of signatures and addresses."""
    number = ""
    for block in blocks(content):
        if isinstance(block, Item):
            number = f"{block.marker} "
        elif isinstance(block, Paragraph):
            yield from (number + line for line in divided(block.content))
            number = ""


def divided(content: tuple[Inline, ...]) -> Iterator[str]:
    """The words of a paragraph, cut where its line ends are kept."""
    line: list[Inline] = []
    for node in content:
        if isinstance(node, Break) and node.hard:
            yield plain(line)
            line = []
        else:
            line.append(node)
    yield plain(line)


def printed(volume: Volume) -> list[str]:
    """Every line that the edition prints of its source, with the numbers it gives documents."""
    done = [volume.title, *(f"{part.number}. {part.title}" for part in volume.parts)]
    slugs = [slug.value for part in volume.parts for slug in part.documents]
    for number, slug in enumerate(slugs, 1):
        text, *_ = volume.documents[slug].texts
        done += [f"{number}. {plain(text.title)}", *lines(text.blocks)]
    return done


def test_every_line() -> None:
    """Title, headings, paragraphs and signatures are those of the source, to the letter.

    The heading of the part has capitals throughout in the source, and is the one exception.
    """
    title, heading, *rest = printed(edition())

    assert title == SEED[0]
    assert heading.upper() == SEED[1]
    assert rest == SEED[2:]


def test_variants() -> None:
    """The note on the quotation of the Declaration names every word in which it departs from it."""
    _, declaration, _ = lines(edition().documents["declaration-1956"].texts[0].blocks)
    memorandum = edition().documents["japanese-memorandum-1960"].texts[0]
    nodes = (
        node for block in blocks(memorandum.blocks) for run in runs(block) for node in inlines(run)
    )
    (quoted,) = (node for node in nodes if isinstance(node, Quoted))
    (note,) = (note for note in memorandum.notes if note.label == "variants")
    said = " ".join(lines(note.blocks))

    for theirs, ours in VARIANT.findall(said):
        assert declaration.count(ours) == 1
        declaration = declaration.replace(ours, theirs)
    assert f'"{declaration}"' == plain(quoted.content)


def test_nothing_to_complain_of() -> None:
    """Every name, reference, range and quotation of the first edition is tied."""
    _, problems = resolve(edition())

    assert not [str(problem) for problem in problems]
