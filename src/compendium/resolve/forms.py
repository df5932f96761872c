"""Forms: the names of register entries, found in running text without mark-up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches

from compendium.diag import Diagnostic, Span
from compendium.model.forms import Forms, Phrases
from compendium.model.volume import Volume, Written, WrittenEntry

Found = tuple[int, int, str]
"""Where a form stands in a string, start and end, and the key of its entry."""

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    r"\u2e80-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"  # Han, kana
    r"\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff"  # hangul
)
"""Scripts that write words without spaces between them, or run endings on to a name."""

_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_SPACES = {
    ord(c): " " for c in "\t\n\r\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
}


def collect_forms(written: Mapping[str, WrittenEntry], lang: str = "") -> Forms:
    """The forms and exceptions of every entry of *written*, which has entries by key, in *lang*."""
    return Forms(
        _phrases((form.value, key) for key, e in written.items() for form in forms_in(e, lang)),
        _phrases((form.value, key) for key, e in written.items() for form in _excepted(e, lang)),
    )


def forms_in(entry: WrittenEntry, lang: str) -> tuple[Written, ...]:
    """The forms of *entry* in texts in *lang*: those of every language, and of that one."""
    naming = entry.naming(lang)
    return (*entry.forms, *(naming.forms if naming else ()))


def _excepted(entry: WrittenEntry, lang: str) -> tuple[Written, ...]:
    naming = entry.naming(lang)
    return (*entry.excepted, *(naming.excepted if naming else ()))


def find_forms(text: str, forms: Forms, without: Collection[str] = ()) -> list[Found]:
    """Every form in *text*, in order, none overlapping another.

    Where two forms begin at one spot the longer is found; only whole words are, except
    in scripts that do not space their words. Case is kept; any single space stands for
    any other. Forms in *without* are passed over, as if no entry had them.
    """
    named = [*_occurrences(text, forms.names)]
    if not named:
        return []
    off = {_spaced(form) for form in without}
    barred: dict[str, list[tuple[int, int]]] = {}
    for start, end, key in _occurrences(text, forms.excepted):
        barred.setdefault(key, []).append((start, end))
    found: list[Found] = []
    reached = 0
    for start, end, key in named:
        inside = any(s <= start and end <= e for s, e in barred.get(key, ()))
        if start >= reached and not inside and _spaced(text[start:end]) not in off:
            found.append((start, end, key))
            reached = end
    return found


def check_forms(
    volume: Volume, written: Mapping[str, WrittenEntry], name: Callable[[str], str]
) -> Iterator[Diagnostic]:
    """A problem for each form of two entries, and for each one switched off that is no form.

    Shape: *name* turns a key into the target that an editor writes for it.
    """
    known: set[str] = set()
    told: set[Span] = set()
    for lang in volume.languages:
        owners: dict[str, str] = {}
        for key, entry in written.items():
            for form in forms_in(entry, lang):
                owner = owners.setdefault(_spaced(form.value), key)
                if owner != key and form.span not in told:
                    told.add(form.span)
                    yield Diagnostic(
                        "form-claimed-twice",
                        f"`{name(owner)}` and `{name(key)}` share the form `{form.value}`",
                        form.span,
                        "leave it to one of them, and mark the other's mentions by hand",
                    )
        known.update(owners)
    for document in volume.documents.values():
        for form in document.without_forms:
            if _spaced(form.value) not in known:
                near = get_close_matches(form.value, sorted(known), n=1)
                yield Diagnostic(
                    "form-unknown",
                    f"no entry has the form `{form.value}` that is switched off here",
                    form.span,
                    f"did you mean `{near[0]}`?" if near else "take it out",
                )


def _spaced(form: str) -> str:
    return form.translate(_SPACES).strip()


def _phrases(pairs: Iterable[tuple[str, str]]) -> Phrases:
    keys: dict[str, tuple[str, ...]] = {}
    lengths: dict[str, set[int]] = {}
    for written, key in pairs:
        phrase = _spaced(written)
        if first := _TOKEN.match(phrase):
            keys[phrase] = (*keys.get(phrase, ()), key)
            lengths.setdefault(first[0], set()).add(len(phrase))
    return Phrases(keys, {word: tuple(sorted(ls, reverse=True)) for word, ls in lengths.items()})


def _occurrences(text: str, phrases: Phrases) -> Iterator[Found]:
    """Every occurrence of *phrases* in *text*, by where it starts, the longest first."""
    if not phrases.keys or phrases.lengths.keys().isdisjoint(_TOKEN.findall(text)):
        return
    plain = text.translate(_SPACES)
    for token in _TOKEN.finditer(plain):
        start = token.start()
        for length in phrases.lengths.get(token[0], ()):
            phrase = plain[start : start + length]
            if phrase in phrases.keys and _stands_alone(plain, start, start + length):
                for key in phrases.keys[phrase]:
                    yield start, start + length, key


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether *text* from *start* to *end* is no part of a longer word."""
    return not (start > 0 and _joined(text[start - 1], text[start])) and not (
        end < len(text) and _joined(text[end - 1], text[end])
    )


def _joined(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word."""
    if unicodedata.category(right).startswith("M"):
        return True
    if _IS_UNSPACED.match(left) or _IS_UNSPACED.match(right):
        return False
    return _of_word(left) and _of_word(right)


def _of_word(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")
