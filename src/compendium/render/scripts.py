"""What a language asks of its letters in print, without one of them being changed.

Japanese marks of punctuation that meet share the space of one; emphasis is a dot over each
letter, and furigana stand above the letters they read. In Russian no line ends between a
short word and the next, an initial and a name, a number and what it counts.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from compendium.render.frames import fill

RAISED = 0.45
"""How large furigana are beside their letters."""

_CLOSING = "、。，．）〕］｝〉》」』】〙〗"
_OPENING = "（〔［｛〈《「『【〘〖"
_MEETING = re.compile(
    rf"(?P<tight>[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|(?<=[{_OPENING}])[{_OPENING}])"
)
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60]"
)
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_LETTER = re.compile("(\\w)([\ufe00-\ufe0f\U000e0100-\U000e01ef]?)")

_INITIALS = r"(?:[А-ЯЁ]\.[ ]?){1,2}[А-ЯЁ][а-яё-]+|[А-ЯЁ][а-яё-]+ [А-ЯЁ]\.(?: [А-ЯЁ]\.)?"
_COUNTED = (
    r"\d+ (?:г\.|гг\.|в\.|вв\.|года?|году|января|февраля|марта|апреля|мая|июня|июля|августа"
    r"|сентября|октября|ноября|декабря|руб\.|км|кг|м|тыс\.|млн|млрд|%)(?![а-яё])"
)
_NUMBERED = r"(?:№|§|ст\.|п\.|пп\.|с\.|т\.|ч\.|гл\.|док\.|рег\.|г-ну|г-на|г-н) (?=[№\d\w])[\w.]+"
_SHORT = (
    r"(?:(?:[АаВвИиКкОоСсУуЯя]|[Нн]а|[Нн]е|[Нн]и|[Пп]о|[Зз]а|[Ии]з|[Оо]т|[Дд]о|[Оо]б|[Сс]о|[Вв]о"
    r"|[Кк]о|[Нн]о) ){1,3}"
    rf"(?:{_COUNTED}|[«„(]?[\w-]{{1,7}}(?![\w-]))"
)
_DASHED = r"[\w-]{1,9}[»“”,.!?)]* —(?= )"
_BOUND = re.compile(
    rf"(?<!\w)(?:(?P<bound>{_INITIALS}|{_COUNTED}|{_NUMBERED})|(?P<short>{_SHORT})|(?P<dash>{_DASHED}))"
)


_RARE = re.compile(
    r"(?P<rare>[^\s/()-]*(?:[^\W\d_\x00-\x7f][\u0300-\u036f]|[\u0300-\u036f]{2}"
    r"|[\u02bd\u0305\u030d-\u031a\u031c-\u0322\u0325\u032a-\u032d\u032f\u0330\u0332-\u036f])"
    r"[^\s/()-]*)"
)
"""A word with a mark that only the face of rare letters has: all of it is set in that face."""


def lettered(text: str, lang: str) -> Markup:
    """*text* in *lang* as markup."""
    match lang.partition("-")[0]:
        case "ja":
            return _spans(_MEETING, text)
        case "ru":
            return _spans(_BOUND, text)
        case _:
            return escape(text) if text.isascii() else _spans(_RARE, text)


def _spans(pattern: re.Pattern[str], text: str) -> Markup:
    done, at = Markup(""), 0
    for found in pattern.finditer(text):
        span = fill('<span class="{}">{}</span>', found.lastgroup, found[0])
        done += escape(text[at : found.start()]) + span
        at = found.end()
    return done + escape(text[at:])


def dotted(text: str) -> Markup:
    """*text* with a mark over each letter, and none over punctuation."""
    done, at = Markup(""), 0
    for found in _LETTER.finditer(text):
        letter = fill('<span class="dotted">{}<span class="dot"></span></span>', found[0])
        done += escape(text[at : found.start()]) + letter
        at = found.end()
    return done + escape(text[at:])


def ruby(base: Markup, reading: str) -> Markup:
    """*base* with its *reading* above it: after it in the text, and as wide as both need."""
    wide = max(_ems(base.striptags()), _ems(reading) * RAISED)
    own = wide / RAISED
    return fill(
        '<ruby><rb data-set="width:{}em">{}</rb>'
        '<rt data-set="width:{}em;margin-left:-{}em">{}</rt></ruby>',
        f"{wide:g}",
        base,
        f"{own:.4g}",
        f"{own:.4g}",
        reading,
    )


def _ems(text: str) -> float:
    """About how many letters wide *text* is; a letter of Latin is half as wide."""
    bare = _SELECTOR.sub("", text)
    wide = len(_WIDE.findall(bare))
    return wide + (len(bare) - wide) / 2


def as_set(markup: str) -> str:
    """*markup* for print: widths that were told are given, which a screen finds by itself."""
    return markup.replace(' data-set="', ' style="')
