"""A piece made into a quire: its pages, links and tags as those of a book.

Pages get their numbers, links their names, and the tags a place among those of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compendium.assemble.faces import Use
from compendium.assemble.leaves import set_page
from compendium.assemble.links import tie
from compendium.assemble.notation import (
    STRING,
    array,
    dictionary,
    entries,
    read_string,
    read_text,
    references,
    text,
)
from compendium.assemble.numbers import DOCUMENT, PAGES, STRUCTURE
from compendium.assemble.ordering import FONT, OWN, WORDS, order
from compendium.assemble.originals import Original, numbers, read
from compendium.assemble.quires import FLATE, Quire
from compendium.assemble.resources import tidy
from compendium.diag import Diagnostic
from compendium.model.pages import Chunk, Piece, PieceSheet
from compendium.model.slots import Figures

_PACKED = b"<</Filter %b>>" % FLATE
_LEAF = 64  # how many entries a leaf of a tree has
_PARENT = re.compile(rb"(\d+) ?(\[[^\[\]]*\]|\d+ 0 R)")
_ID = re.compile(rb"/ID ?(" + STRING + rb"|<[0-9a-fA-F]*>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a piece is set with: its folios, and the language of the book.

    Shape: `figures` are by the font resources of the piece, `names` are these, and `uses`
        what is used of each. There are more folios than pages where pages are
        left empty after it.
    """

    folios: tuple[str, ...]
    lang: str
    figures: Figures
    names: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass
class _Folded:
    """What is known of a piece once its objects are those of a book.

    Shape: `pages`, `links` and `kids` (the elements that stand highest) are objects;
        `keys` are the entries of those with text in the parent tree of the piece. `leads`
        are the anchors that links lead to, `wordless` those of links without words.
    """

    pages: list[int]
    links: list[int] = field(default_factory=list)
    keys: dict[int, int] = field(default_factory=dict)
    kids: list[int] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    leads: list[str] = field(default_factory=list)
    wordless: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def fold(chunk: Chunk, piece: Piece, setting: Setting) -> tuple[Quire, list[Diagnostic]]:
    """*piece*, which is *chunk* as it was typeset, as a quire, and what is wrong with it."""
    original = read(piece.pdf)
    node, pages = original.pages()
    folded = _Folded(pages)
    fixed = {0: PAGES}
    _set(original, folded, chunk, setting)
    _tie(original, folded, chunk)
    for _ in setting.folios[len(pages) :]:
        folded.pages.append(_blank(original, node, piece.sheets[-1]))
    original.bodies[node] = b"<</Type /Pages/Parent 0 0 R/Kids %b/Count %d>>" % (
        references(folded.pages),
        len(folded.pages),
    )
    leaves = []
    if b"/StructTreeRoot" in original.root:
        fixed |= _graft(original, folded, setting.lang)
        leaves = list(_leaves(original, folded))
    roots = [node, *folded.pages, *folded.links, *folded.kids, *(leaf[0] for leaf in leaves)]
    ordered = order(original, roots, fixed)
    at = ordered.places
    quire = Quire(
        uses=setting.uses,
        pages=len(folded.pages),
        count=ordered.count,
        form=ordered.form,
        words=tuple((place, folded.wordless[said]) for place, said in ordered.words),
        streams=ordered.streams,
        kids=tuple(at[kid] for kid in folded.kids),
        parents=tuple((at[leaf], at[low], at[high]) for leaf, low, high in leaves),
        ids=tuple((name, at[element]) for name, element in _identified(original, at)),
        roles=folded.roles,
        leads=tuple(folded.leads),
    )
    return quire, folded.problems


def _set(original: Original, folded: _Folded, chunk: Chunk, setting: Setting) -> None:
    """Set the numbers and the fonts of the pages."""
    fonts = {b"/" + name.encode(): FONT % at for at, name in enumerate(setting.names)}
    done: set[int] = set()
    for number, folio in zip(folded.pages, setting.folios, strict=False):
        page = entries(original.bodies[number])
        (drawn,) = numbers(page[b"/Contents"])
        data, found = set_page(original.streams[drawn], chunk, folio, setting.figures)
        original.streams[drawn], original.bodies[drawn] = data, _PACKED
        folded.problems += found
        page[b"/Resources"] = tidy(original, page[b"/Resources"], fonts, done)
        _own(folded, number, page, b"/StructParents")
        original.bodies[number] = dictionary(page)


def _tie(original: Original, folded: _Folded, chunk: Chunk) -> None:
    """Tie the links on the pages."""
    for page in folded.pages:
        listed = entries(original.bodies[page]).get(b"/Annots", b"")
        for number in numbers(original.resolved(listed)):
            mark = entries(original.bodies[number])
            anchor, found = tie(mark, chunk, WORDS % len(folded.wordless))
            if anchor:
                folded.leads.append(anchor)
            if mark.get(b"/Contents") == WORDS % len(folded.wordless):
                folded.wordless.append(anchor)
            folded.problems += found
            _own(folded, number, mark, b"/StructParent")
            folded.links.append(number)
            original.bodies[number] = dictionary(mark)


def _own(folded: _Folded, number: int, owner: dict[bytes, bytes], entry: bytes) -> None:
    """Let the key of the *owner* of text in the parent tree be its own number."""
    if entry in owner:
        folded.keys[number] = int(owner[entry])
        owner[entry] = OWN % number


def _blank(original: Original, node: int, like: PieceSheet) -> int:
    """An empty page of the size of *like*."""
    box = b"[0 0 %b %b]" % (f"{like.width:.10g}".encode(), f"{like.height:.10g}".encode())
    return original.add(
        b"<</Type /Page/Parent %d 0 R/MediaBox %b/Resources <<>>/Tabs /S>>" % (node, box)
    )


def _graft(original: Original, folded: _Folded, lang: str) -> dict[int, int]:
    """Let the tags of the piece stand under those of the book; which objects become one there.

    What is in another language than *lang*, the book's, says so.
    """
    own = read_text(original.root[b"/Lang"]) if b"/Lang" in original.root else lang
    (number,) = numbers(original.root[b"/StructTreeRoot"])
    root = entries(original.bodies[number])
    tops = numbers(root[b"/K"])
    for top in tops:
        folded.kids += numbers(entries(original.bodies[top])[b"/K"])
    for kid in folded.kids if own != lang else ():
        element = entries(original.bodies[kid])
        if b"/Lang" not in element:
            original.bodies[kid] = dictionary({**element, b"/Lang": text(own)})
    for role, standard in entries(original.resolved(root.get(b"/RoleMap", b""))).items():
        folded.roles[role.decode()] = standard.decode()
    return {number: STRUCTURE, **dict.fromkeys(tops, DOCUMENT)}


def _leaves(original: Original, folded: _Folded) -> Iterator[tuple[int, int, int]]:
    """The leaves of the parent tree, each with the lowest and the highest object it has."""
    (number,) = numbers(original.root[b"/StructTreeRoot"])
    tree = original.resolved(entries(original.bodies[number])[b"/ParentTree"])
    nums = entries(original.resolved(tree))[b"/Nums"]
    parents = {int(key): value for key, value in _PARENT.findall(nums[1:-1])}
    owners = [number for number in (*folded.pages, *folded.links) if number in folded.keys]
    for at in range(0, len(owners), _LEAF):
        part = owners[at : at + _LEAF]
        rows = (OWN % owner + b" " + parents[folded.keys[owner]] for owner in part)
        limits = array((OWN % part[0], OWN % part[-1]))
        leaf = original.add(b"<</Limits %b/Nums %b>>" % (limits, array(rows)))
        yield leaf, part[0], part[-1]


def _identified(original: Original, taken: Mapping[int, int]) -> Iterator[tuple[bytes, int]]:
    """The elements with an identifier, notes above all."""
    for number in taken:
        body = original.bodies.get(number, b"")
        found = _ID.search(body) if b"/ID" in body else None
        if found and b"/S" in entries(body):
            yield read_string(found[1]), number
