"""The seconds of shaping alone: `python shaping_floor.py SIZE FONT`.

Every word of the book goes through HarfBuzz once, a paragraph or note at a time. No tool
that sets this text can take less: what it takes beyond is its own doing.
"""

import sys
import time
from pathlib import Path

import uharfbuzz

sys.path.insert(0, str(Path(__file__).parents[1]))
from books import Mention, Note, make  # its folder is on the path from here on only

size, path = sys.argv[1:]
font = uharfbuzz.Font(uharfbuzz.Face(Path(path).read_bytes()))
texts: list[str] = []
for document in make(int(size)).documents:
    for paragraph in document.paragraphs:
        texts += [piece.words for piece in paragraph if isinstance(piece, Note)]
        running = (p.words if isinstance(p, Mention) else p for p in paragraph)
        texts.append("".join(text for text in running if isinstance(text, str)))

begun = time.process_time()
for text in texts:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
sys.stdout.write(f"{time.process_time() - begun:.6f}\n")
