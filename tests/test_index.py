"""Indexes: what is in them, in which order, and under which letter."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import pytest

from cases import Case, cases
from compendium import corpus
from compendium.diag import Span
from compendium.model.edition import Edition, Entry, Index
from compendium.model.text import Text, plain
from compendium.model.volume import (
    Date,
    IndexPlan,
    RegisterKind,
    Volume,
    WrittenRegister,
)
from compendium.resolve import resolve
from compendium.resolve.index import build_indexes, build_registers


@pytest.mark.parametrize("case", cases("index"), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    """A corpus gives the indexes and the problems that the case lists, and no others."""
    volume, found = corpus.read_files(case.files)
    assert volume, found
    edition, problems = resolve(volume)

    case.check({
        "index": [line for index in edition.indexes for line in paged(edition, index)],
        "problems": [str(problem) for problem in problems],
    })  # fmt: skip


def paged(edition: Edition, index: Index) -> Iterator[str]:
    """The index with each mention given by its document and pinpoint."""

    def where(anchor: str) -> str:
        target = edition.targets[anchor]
        return f"doc. {edition.document(target.document).number}, {target.number}"

    def placed(entry: Entry) -> Entry:
        points = [where(anchor) for anchor in entry.mentions]
        ranges = [f"{where(first)} to {where(last)}" for first, last in entry.ranges]
        marks = "; ".join(dict.fromkeys([*points, *ranges]))
        below = tuple(placed(child) for child in entry.children)
        return replace(entry, mentions=(marks,) if marks else (), children=below)

    groups = (replace(g, entries=tuple(placed(e) for e in g.entries)) for g in index.groups)
    yield f"# {index.anchor}"
    yield from shown(replace(index, groups=tuple(groups)))


HERE = Span("edition.yaml", (9, 1), (9, 5))


def entries(outline: str) -> dict[str, Entry]:
    """Entries from lines "persons/gromyko Gromyko, A.A. = m1 > persons/other >> persons/third".

    Shape: mentions stand after "=", `see` after ">", `see-also` after ">>".
    """
    found: dict[str, Entry] = {}
    for number, line in enumerate(outline.strip().splitlines(), 1):
        line, _, see_also = line.partition(" >> ")
        line, _, see = line.partition(" > ")
        line, _, mentions = line.partition(" = ")
        key, _, name = line.strip().partition(" ")
        span = Span("r.yaml", (number, 1), (number, 9))
        found[key] = Entry(
            key, key.replace("/", "."), (Text(name, span),), (), name, tuple(mentions.split()),
            (), tuple(see.split()), tuple(see_also.split()), (), span,
        )  # fmt: skip
    for key in reversed(list(found)):
        below = tuple(e for k, e in found.items() if k.rpartition("/")[0] == key)
        found[key] = replace(found[key], children=below)
    return found


def plan(*registers: RegisterKind, **fields: object) -> IndexPlan:
    """A plan of one index that draws on *registers*."""
    return IndexPlan("index-names", "Names", registers, HERE, **fields)  # type: ignore[arg-type]


def volume(entries: dict[str, Entry], *plans: IndexPlan, lang: str = "en") -> Volume:
    """An edition in *lang* with *plans* and the registers of *entries*."""
    kinds: list[RegisterKind] = [k for k, _ in groupby(key.split("/")[0] for key in entries)]  # type: ignore[misc]
    registers = tuple(WrittenRegister(kind, (), f"registers/{kind}.yaml") for kind in kinds)
    return Volume(
        "e", "E", "1", Date("2026", HERE), (lang,), HERE, registers=registers, indexes=plans
    )


def shown(index: Index) -> list[str]:
    """The index as a reader would see it: letters, headings, subheadings indented."""
    return [
        line
        for group in index.groups
        for line in ([f"-- {group.letter}"] if group.letter else []) + [*listed(group.entries, 0)]
    ]


def listed(entries: Sequence[Entry], depth: int) -> Iterator[str]:
    """Entries, one a line, subentries indented below them."""
    for entry in entries:
        marks = [
            f"= {' '.join(entry.mentions)}" if entry.mentions else "",
            f"> {' '.join(entry.see)}" if entry.see else "",
            f">> {' '.join(entry.see_also)}" if entry.see_also else "",
        ]
        yield "  " * depth + " ".join([plain(entry.name), *filter(None, marks)])
        yield from listed(entry.children, depth + 1)


PEACE = entries("""
subjects/treaty Treaty of peace = m1
subjects/treaty/talks talks
subjects/treaty/talks/tokyo in Tokyo = m3
subjects/treaty/talks/moscow in Moscow = m4
subjects/treaty/unused unused
subjects/accord Accord > subjects/treaty
subjects/area Area = m2 >> subjects/treaty subjects/nothing
subjects/nothing Nothing
subjects/blind Blind > subjects/nothing
subjects/abroad Abroad > bodies/diet
bodies/diet Diet = m9
""")


def test_what_leads_somewhere() -> None:
    """Only entries that lead to a page are in an index, with no blind reference left in them.

    A subentry keeps what it stands below; an entry may lead on into another register.
    """
    found, problems = build_indexes(
        volume(PEACE, plan("subjects"), replace(plan("bodies"), id="b")), PEACE
    )

    assert shown(found[0]) == [
        "-- A",
        "Abroad > bodies/diet",
        "Accord > subjects/treaty",
        "Area = m2 >> subjects/treaty",
        "-- T",
        "Treaty of peace = m1",
        "  talks",
        "    in Moscow = m4",
        "    in Tokyo = m3",
    ]
    assert [str(p) for p in problems] == [
        "r.yaml:7:1: warning[see-blind]: `subject:area` leads to `subject:nothing`, which has no "
        "page in any index (hint: mark a mention of `subject:nothing`, or lead elsewhere)",
        "r.yaml:9:1: warning[see-blind]: `subject:blind` leads to `subject:nothing`, which has no "
        "page in any index (hint: mark a mention of `subject:nothing`, or lead elsewhere)",
    ]


def test_a_register_without_an_index() -> None:
    """What leads into a register that no index draws on is blind."""
    found, problems = build_indexes(volume(PEACE, plan("subjects", letters=False)), PEACE)

    assert "Abroad > bodies/diet" not in shown(found[0])
    assert [group.letter for group in found[0].groups] == [""]
    assert str(problems[2]) == (
        "r.yaml:10:1: warning[see-blind]: `subject:abroad` leads to `body:diet`, which has no "
        "page in any index (hint: mark a mention of `body:diet`, or lead elsewhere)"
    )


def test_chains_lead_on() -> None:
    """An entry that reaches a page by way of others is kept; two that only face each other go."""
    chain = entries("""
        persons/a A > persons/b
        persons/b B > persons/c
        persons/c C = m1
        persons/x X >> persons/y
        persons/y Y >> persons/x
    """)
    found, problems = build_indexes(volume(chain, plan("persons", letters=False)), chain)

    assert shown(found[0]) == ["A > persons/b", "B > persons/c", "C = m1"]
    assert [p.code for p in problems] == ["see-blind", "see-blind"]


def test_the_end_of_a_blind_chain_is_told() -> None:
    """Of entries that send readers on and on to no page, the last is told, not each of them."""
    chain = entries("""
        persons/a A > persons/b
        persons/b B > persons/c
        persons/c C
    """)
    _, problems = build_indexes(volume(chain, plan("persons")), chain)

    assert [str(p).partition(" (")[0] for p in problems if p.code == "see-blind"] == [
        "r.yaml:2:1: warning[see-blind]: `person:b` leads to `person:c`, "
        "which has no page in any index"
    ]


def test_ranges_and_printed_instruments_lead() -> None:
    """A marked range, or the document that prints an instrument, puts an entry in the index."""
    some = entries("""
        instruments/joint Joint
        instruments/ranged Ranged
        instruments/none None
    """)
    some["instruments/joint"] = replace(some["instruments/joint"], document="declaration-1956")
    some["instruments/ranged"] = replace(some["instruments/ranged"], ranges=(("m1", "m2"),))
    found, _ = build_indexes(volume(some, plan("instruments")), some)

    assert shown(found[0]) == ["-- J", "Joint", "-- R", "Ranged"]


def test_two_registers_in_one_index() -> None:
    """An index may draw on several registers, sorted as one; a heading they share is a warning."""
    both = entries("""
        persons/newark Newark, Bill = m1
        persons/york New York = m2
        places/york New York = m3
        places/newark Newark = m4
    """)
    word, _ = build_indexes(volume(both, plan("persons", "places")), both)
    letter, problems = build_indexes(
        volume(both, plan("places", "persons", sort="letter-by-letter")), both
    )

    assert shown(word[0]) == [
        "-- N", "New York = m2", "New York = m3", "Newark = m4", "Newark, Bill = m1",
    ]  # fmt: skip
    assert shown(letter[0]) == [
        "-- N", "Newark = m4", "Newark, Bill = m1", "New York = m2", "New York = m3",
    ]  # fmt: skip
    assert [str(p) for p in problems] == [
        "r.yaml:3:1: warning[index-heading-twice]: `person:york` and `place:york` have one heading "
        "in index `index-names` (hint: tell the names apart)"
    ]


def test_an_empty_index() -> None:
    """An index with nothing in it is a warning, and still an index."""
    none = entries("persons/a A")
    found, problems = build_indexes(volume(none, plan("persons"), plan("bodies")), none)

    assert [index.groups for index in found] == [(), ()]
    assert [str(p) for p in problems] == [
        "edition.yaml:9:1: warning[index-empty]: index `index-names` has no entries "
        "(hint: mark mentions, or take the index out)"
    ] * 2  # fmt: skip


def test_japanese_rows() -> None:
    """A Japanese index has its rows, and sorts by what `resolve` filed the entry under."""
    names = entries("""
        persons/gromyko グロムイコ = m1
        persons/matsumoto まつもと = m2
        persons/shigemitsu しげみつ = m3
        persons/bulganin ブルガーニン = m4
    """)
    found, _ = build_indexes(volume(names, plan("persons"), lang="ja"), names)

    assert shown(found[0]) == [
        "-- か", "グロムイコ = m1", "-- さ", "しげみつ = m3", "-- は", "ブルガーニン = m4",
        "-- ま", "まつもと = m2",
    ]  # fmt: skip


def test_registers_have_all() -> None:
    """A register lists every entry, sorted, whether or not anything names it."""
    registers = build_registers(volume(PEACE), PEACE)

    assert [register.kind for register in registers] == ["subjects", "bodies"]
    assert [plain(entry.name) for entry in registers[0].entries] == [
        "Abroad", "Accord", "Area", "Blind", "Nothing", "Treaty of peace",
    ]  # fmt: skip
    assert [plain(e.name) for e in registers[0].entries[-1].children] == ["talks", "unused"]
