"""What a document is, and who it is between, told from its heading."""

from __future__ import annotations

import re

_WORDS = {
    "editorial-note": "editorial note",
    "exchange-of-notes": "exchange of (?:notes|letters)|échange de (?:notes|lettres)|обмен нотами",
    "aide-memoire": "aide-m[ée]moire|памятная записка",
    "letter": "letters?|lettres?|brief|schreiben|письм[оа]",
    "memorandum": "memorand(?:um|a)|mémorandum|меморандум",
    "note": "notes? verbales?|note|нота",
    "telegram": "telegram|télégramme|telegramm|cable|телеграмма",
    "treaty": "treat(?:y|ies)|traité|vertrag|трактат|договор",
    "agreement": "agreement|accord|abkommen|соглашение",
    "convention": "convention|конвенция|übereinkommen",
    "protocol": "protocol|protocole|protokoll|протокол",
    "declaration": "declaration|déclaration|erklärung|декларация|заявление",
    "communique": "communiqu[eé]|коммюнике|kommuniqué",
    "statement": "statement",
    "proclamation": "proclamation|proklamation|прокламация",
    "message": "message|послание|botschaft",
    "report": "report|rapport|bericht|доклад",
    "minutes": "minutes|record of (?:conversation|meeting)|procès-verbal|запись беседы",
    "speech": "speech|address|rede|речь",
    "resolution": "resolution|résolution|резолюция",
    "order": "order|instructions?|directive|decree|edict|указ|ordonnance|décret",
    "reply": "reply|réponse|antwort|ответ",
    "pact": "pact|pacte|pakt|пакт",
    "act": "act|law|statute|loi|gesetz|закон",
    "map": "map|карта",
    "plan": "plan",
    "judgment": "judge?ment|arrêt|urteil",
    "despatch": "desp?atch|dispatch",
    "circular": "circular",
}
_SIGNS = {
    "letter": "書簡|書翰|信函", "memorandum": "覚書|備忘錄", "note": "口上書",
    "treaty": "条約|條約",
    "exchange-of-notes": "交換公文", "telegram": "電報", "agreement": "協定", "convention": "公約",
    "protocol": "議定書", "declaration": "宣言", "communique": "コミュニケ", "statement": "声明",
    "proclamation": "布告", "message": "メッセージ", "report": "報告", "speech": "演説",
    "resolution": "決議", "order": "指令",
}  # fmt: skip
_PATTERNS = [
    *((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _WORDS.items()),
    *((kind, re.compile(signs)) for kind, signs in _SIGNS.items()),
]
_EXCERPT = re.compile(
    r"(?i)^\W*(?:paragraphs?|articles?|chapters?|sections?|extracts?|excerpts?|part)\b[^,]*\b"
    r"(?:of|from)\b|\((?:extract|excerpt)s?\)|^extrait|^auszug|^выдержк|^из\b|抜粋"
)
_FROM = re.compile(r"(?i)\bfrom\b")
_TO = re.compile(r"(?i)\bto\b")
_BETWEEN = re.compile(r"(?i)\bbetween\s+(?P<one>[^,]+?)\s+and\s+(?P<two>[^,()]+)")
_TAIL = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$|,\s*(?=\d|[A-Z][a-z]+ \d)[^,]*\d{4}\s*$")


def kind(title: str) -> str:
    """What the heading *title* calls the document, "" if it does not."""
    found = [(hit.start(), kind) for kind, p in _PATTERNS if (hit := p.search(title))]
    return min(found)[1] if found else ""


def excerpt(title: str) -> bool:
    """Whether *title* says that only a part of a text is printed."""
    return bool(_EXCERPT.search(title))


def sender_and_recipient(title: str) -> tuple[str, str]:
    """Who a letter is from and to, in the words of its heading; both "" unless both are clear."""
    bare = _TAIL.sub("", title)
    senders, recipients = _FROM.findall(bare), list(_TO.finditer(bare))
    if len(senders) != 1 or len(recipients) != 1:
        return "", ""
    start, stop = _FROM.search(bare), recipients[0]
    if start is None or stop.start() < start.end():
        return "", ""
    return _name(bare[start.end() : stop.start()]), _name(bare[stop.end() :])


def parties(title: str) -> list[str]:
    """The two that *title* says a document is between."""
    found = _BETWEEN.search(_TAIL.sub("", title))
    return [_name(found["one"]), _name(found["two"])] if found else []


def _name(words: str) -> str:
    """A name without its article; "" if it would be read as a key."""
    bare = re.sub(r"(?i)^the\s+", "", words.strip(" ,;"))
    return bare if ":" not in bare else ""
