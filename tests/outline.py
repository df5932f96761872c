"""A tree of blocks as lines that a person can read and a golden page can expect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compendium.diag import Span
from compendium.model.text import (
    Block,
    Break,
    Division,
    Editorial,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    Link,
    List,
    NoteCall,
    Paragraph,
    Quotation,
    Quoted,
    Row,
    Rule,
    SourcePage,
    Styled,
    Table,
    Text,
)
from compendium.model.volume import WrittenNote


def outline(blocks: Iterable[Block], notes: Iterable[WrittenNote] = ()) -> list[str]:
    """One line for each block, indented as they stand in one another, with its place."""
    lines = [line for block in blocks for line in _block(block, "")]
    for note in notes:
        mark = f" `{note.mark}`" if note.mark else ""
        lines.append(f"{_place(note.span)} note {note.label} {note.series}{mark}")
        lines += [line for block in note.blocks for line in _block(block, "  ")]
    return lines


def words(content: Iterable[Inline]) -> str:
    """Running text with its nodes in braces; a space shows a soft line end, a bar a hard one."""
    return "".join(_inline(node) for node in content)


def _place(span: Span) -> str:
    return f"{span.start[0]}:{span.start[1]}-{span.end[0]}:{span.end[1]}"


def _inline(node: Inline) -> str:
    match node:
        case Text():
            return node.text
        case Break():
            return "|" if node.hard else " "
        case SourcePage():
            return f"{{page {node.number} #{node.anchor}}}"
        case NoteCall():
            return f"{{call {node.label}}}"
        case Image():
            return f"{{image {node.source} `{node.alt}`}}"
        case Styled():
            more = [node.style, *([node.lang] if node.lang else [])]
            more += [f"#{node.anchor}"] if node.anchor else []
            return f"{{{' '.join(more)}: {words(node.content)}}}"
        case Editorial():
            was = f" was `{node.was}`" if node.was else ""
            return f"{{{node.kind}{was}: {words(node.content)}}}"
        case Link():
            names = "".join(f" .{name}" for name in sorted(node.classes))
            return f"{{link {node.target}{names}: {words(node.content)}}}"
        case Quoted():
            wish = f" variants={node.variants}" if node.variants else ""
            return f"{{quoted {node.source}{wish}: {words(node.content)}}}"
    raise AssertionError(node)


def _block(block: Block | Item | Row, indent: str) -> Iterator[str]:  # noqa: C901  one arm a kind
    anchor = "" if isinstance(block, Rule) or not block.anchor else f" #{block.anchor}"
    head = f"{indent}{_place(block.span)} "
    below: Iterable[Block | Item | Row] = ()
    match block:
        case Paragraph():
            yield f"{head}{block.name or 'paragraph'}{anchor}: {words(block.content)}"
        case Heading():
            yield f"{head}heading {block.level}{anchor}: {words(block.content)}"
        case Item():
            yield f"{head}item {block.marker}{anchor}"
            below = block.blocks
        case List():
            yield f"{head}{'numbered' if block.ordered else 'list'}"
            below = block.items
        case Quotation():
            yield f"{head}quotation{anchor}" + (f" from {block.source}" if block.source else "")
            yield from [f"{indent}  variants={block.variants}"] if block.variants else []
            below = block.blocks
        case Division():
            pairs = "".join(f" {key}={value}" for key, value in block.attributes.items())
            yield f"{head}division{anchor} {' '.join(sorted(block.classes))}{pairs}"
            below = block.blocks
        case Table():
            caption = f": {words(block.caption)}" if block.caption else ""
            yield f"{head}table{anchor} {block.alignments}{caption}"
            below = [*([block.head] if block.head else []), *block.rows]
        case Row():
            yield f"{head}row | " + " | ".join(words(cell) for cell in block.cells)
        case Figure():
            yield f"{head}figure{anchor} {words([block.image])}: {words(block.caption)}"
        case Rule():
            yield f"{head}rule"
    for inner in below:
        yield from _block(inner, indent + "  ")
