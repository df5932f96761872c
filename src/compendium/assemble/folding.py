"""A piece made into a quire: its pages, links and tags as those of a book.

Links get their names, and the tags a place among those of the book. The numbers that are
printed on the pages are set when the quire is bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compendium.assemble.faces import Use
from compendium.assemble.leaves import Rest, part
from compendium.assemble.links import Boxes, tie, turned
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
from compendium.assemble.ordering import PACKED, font, order, own, words
from compendium.assemble.originals import Original, OtherFormError, numbers, read
from compendium.assemble.quires import Quire, Words
from compendium.assemble.resources import tidy
from compendium.diag import Diagnostic
from compendium.model.pages import Piece, PieceSheet
from compendium.model.slots import Figures

_LEAF = 64  # how many entries a leaf of a tree has
_PARENT = re.compile(rb"(\d+) ?(\[[^\[\]]*\]|\d+ 0 R)")
_NUMS = re.compile(rb"<</Nums \[(.*)\]>>", re.DOTALL)
_ELEMENT = b"<</Type /StructElem/S /"
_ID = re.compile(rb"/ID ?(" + STRING + rb"|<[0-9a-fA-F]*>)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a piece is folded with: how many sheets it takes, and the language of the book.

    Shape: `figures` are by the font resources of the piece, `names` are these, and `uses`
        what is used of each. There are more sheets than pages where pages are
        left empty after it. `chunk` is the name of what it is a piece of.
    """

    chunk: str
    sheets: int
    lang: str
    figures: Figures
    names: tuple[str, ...]
    uses: tuple[Use, ...]


@dataclass
class _Folded:
    """What is known of a piece once its objects are those of a book.

    Shape: `pages`, `links` and `kids` (the elements that stand highest) are objects;
        `keys` are the entries of those with text in the parent tree of the piece. `leads`
        are the anchors that links lead to; `late` the links that say something of pages, and
        `words` what they say, the text and the anchor of each, and what boxes are on either
        side; `rests` what streams have besides what is always the same.
    """

    pages: list[int]
    links: list[int] = field(default_factory=list)
    keys: dict[int, int] = field(default_factory=dict)
    kids: list[int] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    leads: list[str] = field(default_factory=list)
    late: list[int] = field(default_factory=list)
    words: list[tuple[str, str, Boxes | None]] = field(default_factory=list)
    rests: dict[int, Rest] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)


def fold(piece: Piece, setting: Setting) -> tuple[Quire, list[Diagnostic]]:
    """*piece* as a quire, for both sides if it can be turned, and what is wrong with it.

    Errors: `OtherFormError` if on the other side more differs than a quire can have.
    """
    turn = piece.turn if piece.turns else None
    original = read(piece.pdf, turn.edits if turn else ())
    node, pages = original.pages()
    folded = _Folded(pages)
    fixed = {0: PAGES}
    _part(original, folded, setting)
    _tie(original, folded, setting.chunk)
    _turn(original, folded)
    for _ in range(len(pages), setting.sheets):
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
    ordered = order(original, roots, fixed, folded.late, folded.rests)
    at = ordered.places
    quire = Quire(
        uses=setting.uses,
        figures={font: said for font, said in setting.figures.items() if said},
        pages=len(folded.pages),
        count=ordered.count,
        late=ordered.late,
        form=ordered.form,
        late_form=ordered.late_form,
        sides=2 if turn else 1,
        boxes=tuple(Words(place, *folded.words[said]) for place, said in ordered.words),
        words=tuple(Words(place, *folded.words[said]) for place, said in ordered.late_words),
        streams=ordered.streams,
        kids=tuple(at[kid] for kid in folded.kids),
        parents=tuple((at[leaf], at[low], at[high]) for leaf, low, high in leaves),
        ids=tuple((name, at[element]) for name, element in _identified(original, at)),
        roles=folded.roles,
        leads=tuple(dict.fromkeys(folded.leads)),
    )
    return quire, folded.problems


def _part(original: Original, folded: _Folded, setting: Setting) -> None:
    """Compress the pages as far as their first number, and give them their fonts."""
    fonts = {b"/" + name.encode(): font(at) for at, name in enumerate(setting.names)}
    done: set[int] = set()
    for at, number in enumerate(folded.pages):
        page = entries(original.bodies[number])
        (drawn,) = numbers(page[b"/Contents"])
        turned = original.turned.pop(drawn, None)
        edits = turned.edits if turned else ()
        original.streams[drawn], rest = part(original.streams[drawn], at, edits)
        original.bodies[drawn] = PACKED
        if rest:
            folded.rests[drawn] = rest
        page[b"/Resources"] = tidy(original, page[b"/Resources"], fonts, done)
        _own(folded, number, page, b"/StructParents")
        original.bodies[number] = dictionary(page)


def _tie(original: Original, folded: _Folded, chunk: str) -> None:
    """Tie the links on the pages."""
    for page in folded.pages:
        listed = entries(original.bodies[page]).get(b"/Annots", b"")
        for number in numbers(original.resolved(listed)):
            mark = original.bodies[number]
            tied = tie(mark, own(number), words(len(folded.words)), chunk)
            if tied.anchor:
                folded.leads.append(tied.anchor)
            if tied.words:
                folded.late.append(number)
                folded.words.append((*tied.words, None))
            if tied.key is not None:
                folded.keys[number] = tied.key
            folded.problems += tied.problems
            folded.links.append(number)
            original.bodies[number] = tied.body
            if number in original.turned:
                other = original.turned.pop(number).body
                boxed = turned(tied.body, mark, other, words(len(folded.words)))
                original.bodies[number] = _either(folded, boxed)


def _turn(original: Original, folded: _Folded) -> None:
    """Let what has a box, figures above all, have it on either side."""
    for number, (other, edits) in original.turned.items():
        body = original.bodies[number]
        boxed = turned(body, body, other, words(len(folded.words)))
        original.bodies[number] = _either(folded, None if edits else boxed)


def _either(folded: _Folded, boxed: tuple[bytes, Boxes] | None) -> bytes:
    """The body of what has other boxes on the other side. Errors: `OtherFormError`."""
    if boxed is None:
        raise OtherFormError
    folded.words.append(("", "", boxed[1]))
    return boxed[0]


def _own(folded: _Folded, number: int, owner: dict[bytes, bytes], entry: bytes) -> None:
    """Let the key of the *owner* of text in the parent tree be its own number."""
    if entry in owner:
        folded.keys[number] = int(owner[entry])
        owner[entry] = own(number)


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
    original.spent |= {*numbers(root[b"/ParentTree"]), *numbers(root.get(b"/Namespaces", b""))}
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
    found = _NUMS.fullmatch(tree)
    nums = found[1] if found else entries(tree)[b"/Nums"][1:-1]
    parents = {int(key): value for key, value in _PARENT.findall(nums)}
    owners = [number for number in (*folded.pages, *folded.links) if number in folded.keys]
    for at in range(0, len(owners), _LEAF):
        part = owners[at : at + _LEAF]
        rows = (own(owner) + b" " + parents[folded.keys[owner]] for owner in part)
        limits = array((own(part[0]), own(part[-1])))
        leaf = original.add(b"<</Limits %b/Nums %b>>" % (limits, array(rows)))
        yield leaf, part[0], part[-1]


def _identified(original: Original, taken: Mapping[int, int]) -> Iterator[tuple[bytes, int]]:
    """The elements with an identifier, notes above all."""
    for number in taken:
        body = original.bodies.get(number, b"")
        found = _ID.search(body) if b"/ID" in body else None
        if found and (body.startswith(_ELEMENT) or b"/S" in entries(body)):
            yield read_string(found[1]), number
