"""WeasyPrint as it comes, tagged, whole process: `python weasyprint_book.py SOURCE OUTPUT`."""

import sys

from weasyprint import HTML

source, output = sys.argv[1:]
HTML(source).write_pdf(output, pdf_variant="pdf/ua-1")
