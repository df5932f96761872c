"""The structure trees of the pieces, grafted onto one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, String

from compendium.assemble.trees import name_tree, number_tree


@dataclass
class Tree:
    """The structure tree of the book while it grows.

    Shape: `kids` are the elements right under the one `Document`; `parents` is the parent
        tree by its new keys; `ids` has the elements with an identifier, notes above all.
    """

    root: Object
    document: Object
    kids: list[Object] = field(default_factory=list)
    parents: dict[int, Object] = field(default_factory=dict)
    ids: dict[bytes, Object] = field(default_factory=dict)
    roles: dict[str, Object] = field(default_factory=dict)


def plant(pdf: Pdf) -> Tree:
    """A tree with nothing on it."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = Dictionary(Type=Name.StructElem, S=Name.Document, P=root)
    return Tree(root, pdf.make_indirect(document))


def graft(tree: Tree, pdf: Pdf, source: Pdf, pages: Sequence[Object], lang: str) -> None:
    """Add the elements of *source*, whose pages in *pdf* are *pages*, to *tree*.

    What is in another language than *lang*, the book's, says so.
    """
    if "/StructTreeRoot" not in source.Root:
        return
    own = str(source.Root.get("/Lang", lang))
    grafted = pdf.copy_foreign(source.Root.StructTreeRoot)
    for top in grafted.K:
        for kid in top.K:
            kid.P = tree.document
            if own != lang and "/Lang" not in kid:
                kid.Lang = String(own)
            tree.kids.append(kid)
    for role, standard in grafted.get("/RoleMap", Dictionary()).items():
        tree.roles.setdefault(role, standard)
    _renumber(tree, dict(NumberTree(grafted.ParentTree).items()), pages)
    _identify(tree, pdf, source)


def finish(tree: Tree, pdf: Pdf, lang: str) -> None:
    """Hang *tree* into *pdf*."""
    tree.document.K = Array(tree.kids)
    tree.document.Lang = String(lang)
    root = tree.root
    root.K = Array([tree.document])
    root.ParentTree = number_tree(pdf, tree.parents)
    root.ParentTreeNextKey = len(tree.parents)
    if tree.ids:
        root.IDTree = name_tree(pdf, tree.ids)
    if tree.roles:
        root.RoleMap = Dictionary(tree.roles)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _renumber(tree: Tree, parents: dict[int, Object], pages: Sequence[Object]) -> None:
    """Give the pages and links of a piece keys of their own in the book's parent tree."""
    for page in pages:
        _move(tree, parents, page, "/StructParents")
        for mark in page.get("/Annots", ()):
            _move(tree, parents, mark, "/StructParent")


def _move(tree: Tree, parents: dict[int, Object], owner: Object, entry: str) -> None:
    if entry in owner:
        key = len(tree.parents)
        tree.parents[key] = parents[int(owner[entry])]
        owner[entry] = key


def _identify(tree: Tree, pdf: Pdf, source: Pdf) -> None:
    """Take the elements with an identifier into the tree of identifiers."""
    for element in source.objects:
        if isinstance(element, Dictionary) and "/ID" in element and "/S" in element:
            tree.ids[bytes(element.ID)] = pdf.copy_foreign(element)
