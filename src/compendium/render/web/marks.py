"""The marks of printed pages, each before the very letter that its page begins with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import escape

from compendium.render.web.turns import Turn, insert_turns
from compendium.render.words import Words

_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(slots=True)
class Marker:
    """Marks the turns of one page of the site; a folio that turns twice has its id once."""

    turns: Mapping[str, tuple[Turn, ...]]
    words: Words
    marked: dict[str, int] = field(default_factory=dict)

    def mark(self, markup: str) -> str:
        """*markup* with a mark at each letter where the printed page turns."""
        for anchor in _ID.findall(markup):
            marks = [(turn.letters, self._mark(turn)) for turn in self.turns.get(anchor, ())]
            if marks:
                head, tag, rest = markup.partition(f'id="{anchor}"')
                opened, end, body = rest.partition(">")
                markup = head + tag + opened + end + insert_turns(body, marks)
        return markup

    def _mark(self, turn: Turn) -> str:
        folio = escape(turn.folio)
        name = "" if turn.folio in self.marked else f' id="page-{folio}"'
        self.marked.setdefault(turn.folio, turn.sheet)
        label = escape(self.words.say("page-turn", page=turn.folio))
        return (
            f'<span class="page-turn"{name} role="doc-pagebreak" title="{label}"'
            f' data-page="{folio}" data-generated></span>'
        )
