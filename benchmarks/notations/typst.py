"""Typst: notes at the foot, page references by `query` and `counter`, an index in plain code."""

from __future__ import annotations

import re
from pathlib import Path

from books import Book, Document, Mention, Note, Piece
from notations.wording import INDEX, PART, TITLE, cited, dateline

HEAD = """\
#set document(title: "%(title)s", author: "Nobody")
#set page(
  width: 165mm, height: 240mm, numbering: "i",
  margin: (top: 25mm, bottom: 34mm, inside: 22mm, outside: 28mm),
)
#set text(font: "Source Serif 4", size: 10.5pt, lang: "en", number-type: "old-style")
#set text(top-edge: 0.75em, bottom-edge: -0.25em)
#set par(justify: true, leading: 3pt, spacing: 3pt, first-line-indent: 1.2em)
#set smartquote(enabled: false)
#show heading: set text(15pt, weight: "regular")
#show heading: set block(below: 1.2em)
#show footnote.entry: set text(font: "Source Serif 4 SmText", size: 8.4pt)
#show footnote.entry: set par(leading: 2.4pt)
#set footnote.entry(separator: line(length: 36pt, stroke: 0.4pt))
#let run = state("run", [])
#let mark(heading, below, role) = [#metadata((heading, below, role)) <mark>]
#let spot(label) = [#metadata(none) #label]
#let see(label, document, paragraph) = link(label)[(Document #document, para. #paragraph,
  p.~#context counter(page).at(label).first())]
#outline(title: "Contents", depth: 1)
#pagebreak()
#set page(numbering: "1", header: context {
  let words = if calc.odd(here().page()) { run.get() } else [%(part)s]
  align(center, text(7.7pt, font: "Source Serif 4 Caption", smallcaps(words)))
})
#counter(page).update(1)
"""

# Ranges are marked, pages that follow one another are not joined: as in our own index.
INDEX_CODE = """
#run.update([%(index)s])
#pagebreak()
= %(index)s
#set text(9pt)
#set par(first-line-indent: 0em, hanging-indent: 2.7em, justify: false, leading: 2.25pt,
  spacing: 2.25pt)
#columns(2, gutter: 18pt, context {
  let found = (:)
  for it in query(<mark>) {
    let (heading, below, role) = it.value
    let page = counter(page).at(it.location()).first()
    let key = heading + "\\u{0}" + below
    let places = found.at(key, default: ())
    if role == "end" {
      let open = places.position(((first, last)) => last == none)
      places.at(open) = (places.at(open).at(0), page)
    } else if role == "start" {
      places.push((page, none))
    } else if places.len() == 0 or places.last() != (page, page) {
      places.push((page, page))
    }
    found.insert(key, places)
  }
  let last = none
  for key in found.keys().sorted() {
    let (heading, below) = key.split("\\u{0}")
    if heading != last { par(strong(heading)) }
    last = heading
    let pages = found.at(key).map(((a, b)) => if a == b { str(a) } else { str(a) + "–" + str(b) })
    par[#h(1em)#below, #pages.join(", ")]
  }
})
"""


def write(book: Book, folder: Path) -> None:
    """Write *book* as `book.typ` in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    marked = cited(book.documents)
    names = {"title": TITLE, "part": PART, "index": INDEX}
    text = "".join(_document(document, marked) for document in book.documents)
    (folder / "book.typ").write_text(HEAD % names + text + INDEX_CODE % names)


def _document(document: Document, marked: set[tuple[int, int]]) -> str:
    parts = [
        f"#run.update([{_escaped(document.short_title)}])\n#pagebreak(weak: true)\n"
        f"#counter(footnote).update(0)\n= {document.number}. {_escaped(document.title)}\n"
        f"_{dateline(document)}_\n\nExcellency,\n"
    ]
    for count, paragraph in enumerate(document.paragraphs, start=1):
        address = (document.number, count)
        label = f"#spot(<{document.slug}-p{count}>)" if address in marked else ""
        parts.append(label + "".join(map(_piece, paragraph)).strip() + "\n")
    parts.append(f"#align(right, smallcaps[{document.signature}])\n\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return _escaped(piece)
        case Note(words, None):
            return f"#footnote[{_escaped(words)}]"
        case Note(words, target) if target:
            label = f"<d{target.document:04}-p{target.paragraph}>"
            see = f"#see({label}, {target.document}, {target.paragraph})"
            return f"#footnote[{_escaped(words)} See the document there {see}.]"
        case Mention(entry, words, role):
            return f'#mark("{entry.heading}", "{entry.below}", "{role}"){_escaped(words)}'
    raise TypeError(piece)


def _escaped(text: str) -> str:
    return re.sub(r"""([\\#$*_`<>@=~"/\[\]+-])""", r"\\\1", text)
