"""Stage: finished files in, what does not agree with the corpus out.

A proof believes nothing that the build says of itself: it reads the files with readers
that made no part of them.
"""

from compendium.proof.again import Exchange, Tally, prove_again
from compendium.proof.book import prove
from compendium.proof.citations import prove_citations
from compendium.proof.epub import prove_epub
from compendium.proof.outcome import Proof, to_json
from compendium.proof.pictures import PICTURE_SCALE, pictures
from compendium.proof.print import prove_print
from compendium.proof.sharing import Help
from compendium.proof.sheaves import Found
from compendium.proof.site import prove_site
from compendium.proof.unaltered import Before

__all__ = [
    "PICTURE_SCALE",
    "Before",
    "Exchange",
    "Found",
    "Help",
    "Proof",
    "Tally",
    "pictures",
    "prove",
    "prove_again",
    "prove_citations",
    "prove_epub",
    "prove_print",
    "prove_site",
    "to_json",
]
