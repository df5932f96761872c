"""Typst, whole process: `python typst_book.py SOURCE OUTPUT FONTS`."""

import sys
from pathlib import Path

import typst

source, output, fonts = sys.argv[1:]
pdf = typst.compile(source, font_paths=[fonts], ignore_system_fonts=True)
Path(output).write_bytes(pdf)
