"""Names of persons and bodies, taken apart as reference lists need them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTICLES = frozenset({"de", "der", "den", "van", "von", "du", "da", "di", "la", "le", "zu", "af"})
_PERSON = re.compile(
    r"(?P<given>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,3}) (?P<family>[^\W\d_][\w’'-]+)"
)
_BODY = re.compile(
    r"\b(?:ministr|ministerstvo|office|department|government|institute|university|committee|"
    r"commission|archive|society|press|министерств|институт|университет|комитет|комисси|архив|"
    r"правительств|общество|академи)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"^([^\W\d_][\w’'-]+) ((?:[^\W\d_]\. ?)+)$")
"""A family name before its initials, as Russians file it."""
_SPACED = re.compile(r"(?<=[A-ZА-ЯЁ]\.)(?=[A-ZА-ЯЁ])")  # noqa: RUF001  # Cyrillic


@dataclass(frozen=True, slots=True)
class Name:
    """A name: `family` and `given` of a person, or all of it in `family` for a body."""

    family: str
    given: str = ""

    @property
    def direct(self) -> str:
        """The name as it is spoken: "A. A. Gromyko"."""
        return f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """The name as it is filed: "Gromyko, A. A."."""
        return ", ".join(filter(None, (self.family, self.given)))


def name(written: str) -> Name:
    """*written* as a name: "Gromyko, A.A.", "Gromyko A. A." and "Charles S. Sampson" are persons.

    What looks like no person, a ministry or a name in a script that files as it speaks, is
    a name of one piece. Initials come out with spaces between them.
    """
    written = _INITIALS.sub(r"\1, \2", written.strip().replace("、", ", "))
    family, comma, given = (part.strip() for part in written.partition(","))
    if comma and "," not in given and not _BODY.search(written):
        return Name(family, _SPACED.sub(" ", given))
    found = _PERSON.fullmatch(written.strip())
    if not found or comma or _BODY.search(written):
        return Name(written.strip())
    words = written.split()
    at = len(words) - 1
    while at > 1 and words[at - 1] in _PARTICLES:
        at -= 1
    if any(word.islower() for word in words[:at]):
        return Name(written.strip())
    return Name(" ".join(words[at:]), _SPACED.sub(" ", " ".join(words[:at])))


def listed(names: Sequence[str], final: str, comma: str = ", ", serial: str = ",") -> str:
    """*names* as a list of prose: "A and B", "A, B, and C" where *serial* is a comma."""
    if len(names) < 3:
        return final.join(names)
    return f"{comma.join(names[:-1])}{serial}{final}{names[-1]}"
