"""LaTeX for pdfLaTeX and LuaLaTeX: notes at the foot, page references, an index by makeindex."""

from __future__ import annotations

import re
from pathlib import Path

from books import Book, Document, Mention, Note, Piece
from notations.wording import FONTS, INDEX, PART, TITLE, cited, dateline

HEAD = r"""\documentclass[10pt,twoside]{article}
\usepackage{iftex}
\usepackage[paperwidth=165mm,paperheight=240mm,top=25mm,bottom=34mm,inner=22mm,outer=28mm,
  headsep=13.5pt,footskip=27pt]{geometry}
\ifPDFTeX
  \usepackage[T1]{fontenc}\usepackage{mathpazo}\usepackage{microtype}
\else
  \usepackage{fontspec}
  \setmainfont{SourceSerif4}[Path=%(fonts)s/,Extension=.ttf,UprightFont=*-Regular,
    ItalicFont=*-It,BoldFont=*-Bold,BoldItalicFont=*-BoldIt,Numbers=OldStyle]
\fi
\usepackage{fancyhdr,makeidx}
\usepackage[hidelinks,bookmarksdepth=1,pdftitle={%(title)s}]{hyperref}
\makeindex
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{10.5}{13.5}}\normalsize
\renewcommand\footnotesize{\@setfontsize\footnotesize{8.4}{10.8}}
\def\section{\@startsection{section}{1}{\z@}{0pt}{13.5pt}%%
  {\raggedright\fontsize{15}{20.25}\selectfont}}
\def\l@section{\@dottedtocline{1}{0em}{1.5em}}
\makeatother
\setcounter{secnumdepth}{-1}\setcounter{tocdepth}{1}
\setlength\parindent{1.2em}\setlength\parskip{0pt}\setlength\emergencystretch{2em}
\widowpenalty=5000 \clubpenalty=5000
\pagestyle{fancy}\fancyhf{}\renewcommand\headrulewidth{0pt}
\fancyhead[CE]{\fontsize{7.7}{13.5}\selectfont\textsc{%(part)s}}
\fancyhead[CO]{\fontsize{7.7}{13.5}\selectfont\textsc{\rightmark}}
\fancyfoot[C]{\thepage}
\renewcommand\sectionmark[1]{}
\newcommand\letter[4]{\clearpage\setcounter{footnote}{0}\section{#1}\label{#2}\markright{#3}%%
  \noindent{\itshape #4\par}\vspace{13.5pt}\noindent Excellency,\par}
\newcommand\spot[1]{\phantomsection\label{#1}}
\newcommand\passage[3]{\hyperref[#1]{(Document #2, para.~#3, p.~\pageref*{#1})}}
\newcommand\signed[1]{\vspace{13.5pt}{\raggedleft\textsc{#1}\par}}
\begin{document}
\pagenumbering{roman}
\tableofcontents
\clearpage
\pagenumbering{arabic}
"""

TAIL = r"""\clearpage\markright{%(index)s}
\renewcommand\indexname{%(index)s}
\begingroup\fontsize{9}{11.25}\selectfont\raggedright\printindex\endgroup
\end{document}
"""


def write(book: Book, folder: Path) -> None:
    """Write *book* as `book.tex` in *folder*; either engine reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    marked = cited(book.documents)
    names = {"title": TITLE, "part": PART, "index": INDEX, "fonts": FONTS}
    text = "".join(_document(document, marked) for document in book.documents)
    (folder / "book.tex").write_text(HEAD % names + text + TAIL % names)


def _document(document: Document, marked: set[tuple[int, int]]) -> str:
    title = f"{document.number}. {_escaped(document.title)}"
    short = _escaped(document.short_title)
    parts = [f"\\letter{{{title}}}{{{document.slug}}}{{{short}}}{{{dateline(document)}}}\n"]
    for count, paragraph in enumerate(document.paragraphs, start=1):
        address = (document.number, count)
        label = f"\\spot{{{document.slug}-p{count}}}" if address in marked else ""
        parts.append(label + "".join(map(_piece, paragraph)).strip() + "\n")
    parts.append(f"\\signed{{{_escaped(document.signature)}}}\n\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    match piece:
        case str():
            return _escaped(piece)
        case Note(words, None):
            return f"\\footnote{{{_escaped(words)}}}"
        case Note(words, target) if target:
            label = f"d{target.document:04}-p{target.paragraph}"
            see = f"\\passage{{{label}}}{{{target.document}}}{{{target.paragraph}}}"
            return f"\\footnote{{{_escaped(words)} See the document there {see}.}}"
        case Mention(entry, words, role):
            ends = {"point": "", "start": "|(", "end": "|)"}[role]
            return f"\\index{{{entry.heading}!{entry.below}{ends}}}{_escaped(words)}"
    raise TypeError(piece)


def _escaped(text: str) -> str:
    return re.sub(r"([{}$&#_%])", r"\\\1", text)
