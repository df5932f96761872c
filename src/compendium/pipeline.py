"""The whole build, on one screen. The only module that may see every stage."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from compendium.account import Account
from compendium.diag import Diagnostic, failed
from compendium.model.edition import Edition
from compendium.model.heap import give_back, part_with_large_blocks, unswept
from compendium.model.kept import Keep, Season, again, turn
from compendium.model.pages import Chunk, Side, aside
from compendium.model.text import blocks
from compendium.model.theme import Theme
from compendium.model.volume import Volume
from compendium.others import Other
from compendium.outputs import MAKERS, Book, information
from compendium.source.files import FOLDERS, contents

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from compendium.amending import Meanwhile
    from compendium.layout import Pool
    from compendium.ledger import Ledger
    from compendium.resolve import Strands
    from compendium.settling import Outcome as Set
    from compendium.settling import Settled
    from compendium.witness import Witness

_GARBAGE = 50_000  # new values between two searches for rings among the youngest

OUTPUTS = frozenset({"citations", "pdf", "html", "tei"})
"""What a build makes if it is not told; the page map, the proof and the manifest go with any."""

EVERY = OUTPUTS | {"epub", "print"}
"""What can be made, and what a release holds; what is wanted once in a while waits till then."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: `files` by their path in the edition's folder, and an account in lines."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    account: tuple[str, ...] = ()
    settled: Settled | None = None


def check(root: Path) -> tuple[Edition | None, list[Diagnostic]]:
    """Read and resolve the edition in folder *root*, and say what is wrong with it."""
    _, edition, problems = _checked(root, *contents(root))
    return edition, problems


def read(
    root: Path, themes: Path | None = None, keep: Keep | None = None
) -> tuple[Volume | None, Edition | None, list[Diagnostic]]:
    """The edition in folder *root* as written and as resolved, and what is wrong with it."""
    return _checked(root, *contents(root), themes, keep=keep)


def _checked(
    root: Path,
    inputs: Mapping[str, bytes],
    refused: Sequence[Diagnostic],
    themes: Path | None = None,
    other: Other | None = None,
    keep: Keep | None = None,
    strands: Strands | None = None,
) -> tuple[Volume | None, Edition | None, list[Diagnostic]]:
    """The edition that *inputs* make, and all problems, those of *refused* files among them."""
    from compendium import corpus, resolve, theme

    volume, problems = corpus.read_files(inputs, root.resolve().name, refused, keep)
    if volume is None:
        return None, None, problems
    volume = other.of(volume) if other else volume
    edition, found = resolve.resolve(volume, again(keep), strands)
    return volume, edition, [*problems, *found, *theme.check(edition, themes, keep)]


def page_map(root: Path, target: Path) -> tuple[bytes | None, list[Diagnostic]]:
    """`pages.json` as it was built in the folder *target*, if the edition in *root* is still that.

    What is missing there, or has changed since, is a problem, and says what to do.
    """
    from compendium import publish

    return publish.standing_map(target, contents(root)[0])


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with; none of it changes a byte of what comes out.

    Shape: `jobs` is how many chunks are set at a time; with an `executor` they are set
        there. A `pool` serves several builds one after the other. Without a `cache`
        everything is set anew. `themes` is a folder of themes instead of our own.
    """

    jobs: int = 1
    cache: Keep | None = None
    executor: Executor | None = None
    pool: Pool | None = None
    account: Account = field(default_factory=Account)
    themes: Path | None = None

    @property
    def store(self) -> Keep:
        """The cache, or one that forgets."""
        from compendium.cache import NullCache

        return self.cache or NullCache()

    @property
    def keep(self) -> Keep | None:
        """What keeps results of stages for this state of the program; None without a cache."""
        from compendium import standing

        program = standing.program(*standing.versions().items())
        return Season(self.cache, program) if self.cache else None


def build(
    root: Path,
    target: Path,
    outputs: frozenset[str] = OUTPUTS,
    means: Means | None = None,
    other: Other | None = None,
) -> tuple[Built, list[Diagnostic]]:
    """Build the edition in *root*, prove it, and publish it as the folder *target*.

    Errors stop the build at the end of the stage that found them, and *target* stays as
    it was. What is returned is what was published. If *target* is whole and nothing that
    goes into it has changed, it is left as it is. *other* arranges its texts otherwise than
    it says itself.
    """
    from compendium import publish, standing, theme

    means = means or Means()
    cache = means.store
    publish.expect(target)
    fresh = not target.exists()
    if _younger(root, target):
        _start(means, {}, anew=False)
    with means.account.stage("compare"):
        inputs, refused = contents(root)
        shelf = theme.find("press", means.themes).parent
        program = standing.program(*standing.versions().items())
        asked = {**inputs, "arrangement": str(other).encode()} if other else inputs
        key = standing.build_key(asked, program, outputs, shelf)
        if not refused and (stands := standing.recall(cache, key, target)):
            files, told, warned = stands
            return Built(files, (*told, "nothing has changed")), warned
    part_with_large_blocks()
    with _unswept(), _manned(means) as means:
        from compendium import amending, ledger  # where nothing has changed, none is asked
        from compendium.witness import Witness

        _start(means, inputs, anew=fresh)
        short = outputs == amending.OUTPUTS and means.cache and not (other or refused)
        made = _amended(root, inputs, target, means) if short else None
        if made is None:
            turn()
            witness = Witness() if short else None
            made = _whole(root, inputs, refused, outputs, means, other, witness)
    built, problems, noted = made
    if not failed(problems) and built.files:
        with means.account.stage("publish"):
            listed = publish.manifest(inputs, built.files, standing.versions())
            publish.publish({**built.files, "manifest.json": listed}, target)
        standing.remember(cache, key, listed, built.account, problems)
        if noted and means.keep:
            book = replace(noted[0], problems=tuple(problems))
            ledger.note(means.keep, listed, book, noted[1])
    return built, problems


Noted = tuple["Ledger", Mapping[str, bytes]] | None
"""What is noted of a book for the next build, with the texts that are not kept yet."""
Outcome = tuple["Built", list[Diagnostic], Noted]
"""What a build made, what is wrong with it, and what is noted for the next."""


def _whole(
    root: Path,
    inputs: Mapping[str, bytes],
    refused: Sequence[Diagnostic],
    outputs: frozenset[str],
    means: Means,
    other: Other | None,
    witness: Witness | None,
) -> Outcome:
    """The whole edition read and made."""
    with means.account.stage("read"):
        given = (means.themes, other, means.keep, witness.strands if witness else None)
        volume, edition, problems = _checked(root, inputs, refused, *given)
    gc.freeze()
    if volume is None or edition is None or failed(problems):
        return Built(), problems, None
    if witness:
        witness.reads(volume, edition)
    if "tei" not in outputs:
        volume = None  # nothing else is made of it
    built, found, noted = _made(edition, outputs, means, volume, inputs, witness)
    return built, [*problems, *found], noted


def _amended(root: Path, inputs: Mapping[str, bytes], target: Path, means: Means) -> Outcome | None:
    """The book in *target* with one document amended, if nothing else has changed."""
    from compendium import amending, layout

    if not means.keep or not target.exists():
        return None

    def typeset(
        design: Theme, chunks: Sequence[Chunk], sides: Sequence[Side], meanwhile: Meanwhile
    ) -> Sequence[Set]:
        jobs, executor = means.jobs, means.executor
        with layout.Workers(
            design, {}, jobs, executor, pool=means.pool, meanwhile=meanwhile
        ) as workers:
            return layout.typeset_all(chunks, sides, workers, means.store, means.account.hear)

    shop = amending.Shop(means.themes, means.keep, typeset, means.account)
    with unswept():
        made = amending.amended(root, inputs, target, shop)
    if made is None:
        return None
    return Built(made.files, made.told), made.problems, (made.ledger, made.texts)


@contextmanager
def _unswept() -> Iterator[None]:
    """Few searches for garbage: an edition is many values, hardly one of them in a ring.

    To go through them all at every turn takes a quarter of the time of a large build.
    """
    before = gc.get_threshold()
    gc.set_threshold(_GARBAGE, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _manned(means: Means) -> Iterator[Means]:
    """*means* with processes that share the work, if it may have several and has none yet."""
    from compendium import layout

    if means.pool or means.jobs < 2:
        yield means
        return
    with layout.Pool(means.jobs) as pool:
        yield replace(means, pool=pool)


def _younger(root: Path, target: Path) -> bool:
    """Whether a file in *root* seems younger than the edition in *target*: a guess, soon made."""
    try:
        built = (target / "manifest.json").stat().st_mtime_ns
        folders = [root, *(root / name for name in FOLDERS if (root / name).is_dir())]
        return any(file.stat().st_mtime_ns > built for at in folders for file in at.iterdir())
    except OSError:
        return False


def _start(means: Means, inputs: Mapping[str, bytes], anew: bool) -> None:
    """Let processes load the engine while we read *inputs*: all for a book set *anew*, else one."""
    if means.pool and not means.executor:
        from compendium.warming import warming

        means.pool.first = warming(inputs, means.themes) if anew else None
        means.pool.start(means.jobs if anew else 1)


def make(
    edition: Edition,
    outputs: frozenset[str] = OUTPUTS,
    means: Means | None = None,
    volume: Volume | None = None,
    corpus: Mapping[str, bytes] | None = None,
) -> tuple[Built, list[Diagnostic]]:
    """Every file of *edition*, set, linked and proved; nothing is written.

    *volume* and *corpus* are what it was made from; without them there is no TEI.
    """
    return _made(edition, outputs, means, volume, corpus, None)[:2]


def _made(
    edition: Edition,
    outputs: frozenset[str],
    means: Means | None,
    volume: Volume | None,
    corpus: Mapping[str, bytes] | None,
    witness: Witness | None,
) -> Outcome:
    """The same, and the ledger of the book if there was a *witness* and nothing is wrong."""
    from compendium import assemble, proof, publish, theme

    means = means or Means()
    account = means.account
    design, problems = theme.read(theme.find(edition.theme, means.themes))
    if design is None or failed(problems):
        return Built(), problems, None
    with account.stage("typeset"):
        settled, found = _settle(edition, design, means)
    problems += found
    if settled is None or failed(problems):
        return Built(), problems, None
    settled = replace(settled, book=tuple((aside(chunk), piece) for chunk, piece in settled.book))
    pages, chunks = (
        settled.pages.covering(_held(edition)).under(edition.aliases),
        [chunk for chunk, _ in settled.book],
    )
    give_back()
    with account.stage("link"):
        about = information(edition, design)
        crew = means.pool.run if means.pool else None
        lies, proves = (witness.lies, witness.proves) if witness else (None, None)
        pdf, found = assemble.link(settled.book, pages, about, design.fonts, means.keep, crew, lies)
    problems += found
    give_back()
    with account.stage("prove"):
        helped = proof.Help(means.keep, crew, proves)
        proofs = [proof.prove(pdf, edition, pages, chunks, design.fonts, design.wording, helped)]
    give_back()
    name = f"{edition.id}.pdf" if "pdf" in outputs else ""
    book = Book(edition, design, pages, pdf, name, volume, corpus or {}, means.keep, outputs)
    files = {"pages.json": publish.page_map(pages, edition, means.keep)} | (
        {name: pdf} if name else {}
    )
    for output in sorted(outputs & MAKERS.keys()):
        made, wrong, proved = MAKERS[output](book, account)
        files |= made
        problems += wrong
        proofs += proved
    files["proof.json"] = proof.to_json(proofs)
    problems += [finding for proved in proofs for finding in proved.findings]
    told = (f"{len(pages.sheets)} pages; {proofs[0].summary()}",)
    noted = None
    if witness and not failed(problems):
        from compendium import amending

        known = witness.ledger(edition, design, settled, proofs[0])
        noted = (known, amending.texts(corpus or {})) if known else None
    return Built(dict(sorted(files.items())), told, settled), problems, noted


def _held(edition: Edition) -> dict[str, list[str]]:
    """The anchors of the passages of each text that is not the main one of its document."""
    return {
        f"{document.anchor}.{text.lang}": [
            anchor for b in blocks(text.blocks) if (anchor := getattr(b, "anchor", ""))
        ]
        for document in edition.documents
        for text in document.texts[1:]
    }


def _settle(
    edition: Edition, design: Theme, means: Means
) -> tuple[Settled | None, list[Diagnostic]]:
    """The settled book, its chunks taken from the cache or set by workers."""
    from compendium import layout, render
    from compendium.settling import settle

    spans = {target.anchor: target.span for target in edition.targets.values()}
    with layout.Workers(
        design, edition.images, means.jobs, means.executor, pool=means.pool
    ) as workers:
        settled, problems = settle(
            render.Writer(edition, design, again(means.keep)),
            lambda chunks, sides: layout.typeset_all(
                chunks, sides, workers, means.store, means.account.hear, spans
            ),
            means.account.expect,
        )
        return settled, [*workers.notes, *problems]


def schema(kind: str) -> dict[str, object]:
    """The JSON Schema of a file: edition, document, matter or register, or of `pages.json`."""
    if kind == "pages":
        from compendium import publish

        return publish.pages_schema()
    from compendium import corpus

    return corpus.json_schema(cast("corpus.SchemaKind", kind))
