"""Registers: entries tied to one another, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from compendium.diag import Diagnostic, Span
from compendium.model.edition import Target
from compendium.model.text import Text
from compendium.model.volume import (
    Date,
    RegisterKind,
    Volume,
    Written,
    WrittenDocument,
    WrittenEntry,
    WrittenRegister,
)
from compendium.resolve.registers import (
    add_mentions,
    as_written,
    lookup,
    tie_registers,
    written_entries,
)

HERE = Span("here.md", (3, 1), (3, 9))


def entry(slug: str, name: str = "", *children: WrittenEntry, **fields: object) -> WrittenEntry:
    """An entry on a line of its own; lists of words in *fields* become `Written`."""
    span = Span("r.yaml", (len(slug), 1), (len(slug), 9))
    written = {
        key: tuple(Written(v, span) for v in value) if isinstance(value, list) else value
        for key, value in fields.items()
    }
    name = name or slug.capitalize()
    return WrittenEntry(slug, (Text(name, span),), span, children=children, **written)  # type: ignore[arg-type]


def volume(lang: str = "en", **registers: Sequence[WrittenEntry]) -> Volume:
    """An edition of one document, `declaration-1956`, with *registers*."""
    kinds: list[RegisterKind] = [
        "persons", "places", "bodies", "instruments", "subjects", "abbreviations", "references",
    ]  # fmt: skip
    return Volume(
        "e", "E", "1", Date("2026", HERE), (lang,), HERE,
        documents={"declaration-1956": WrittenDocument("declaration-1956", "treaty", (), HERE)},
        registers=tuple(
            WrittenRegister(kind, tuple(registers[kind]), f"registers/{kind}.yaml")
            for kind in kinds
            if kind in registers
        ),
    )  # fmt: skip


def said(problems: Sequence[Diagnostic]) -> list[str]:
    """The problems as they are printed."""
    return [str(problem) for problem in problems]


SMALL = volume(
    persons=[entry("gromyko", "Gromyko, A.A."), entry("molotov", see_also=["gromyko"])],
    bodies=[entry("ussr", see=["soviet-union"]), entry("soviet-union", "The Soviet Union")],
    subjects=[entry("islands", "", entry("area", "of the area"), entry("names", sort="zz"))],
    references=[entry("sakhalin", see_also=["body:ussr", "subject:islands.area"])],
)


def test_entries_are_tied() -> None:
    """Every entry has its key, its anchor, its place in the order, and keys to lead to."""
    entries, problems = tie_registers(SMALL)

    assert not problems
    assert [f"{k} {e.anchor} {e.sort_name} {' '.join(e.see + e.see_also)}".strip()
            for k, e in entries.items()] == [
        "persons/gromyko persons.gromyko Gromyko, A.A.",
        "persons/molotov persons.molotov Molotov persons/gromyko",
        "bodies/ussr bodies.ussr Ussr bodies/soviet-union",
        "bodies/soviet-union bodies.soviet-union Soviet Union",
        "subjects/islands subjects.islands Islands",
        "subjects/islands/area subjects.islands.area area",
        "subjects/islands/names subjects.islands.names zz",
        "references/sakhalin references.sakhalin Sakhalin bodies/ussr subjects/islands/area",
    ]  # fmt: skip
    assert entries["subjects/islands"].children == (
        entries["subjects/islands/area"],
        entries["subjects/islands/names"],
    )
    assert list(entries) == list(written_entries(SMALL))


def test_readings_sort_japanese() -> None:
    """In a Japanese edition the reading sorts, unless a sort key does; in others the name."""
    tokyo = entry("tokyo", "東京", reading="とうきょう")
    both = entry("both", "東京", reading="とうきょう", sort="えど")
    japanese, problems = tie_registers(volume("ja", places=[tokyo, both, entry("edo", "江戸")]))
    english, none = tie_registers(volume("en", places=[tokyo, entry("edo", "江戸")]))

    assert [e.sort_name for e in japanese.values()] == ["とうきょう", "えど", "江戸"]
    assert [e.sort_name for e in english.values()] == ["東京", "江戸"]
    assert not none
    assert said(problems) == [
        "r.yaml:3:1: error[reading-missing]: `place:edo` has no reading to sort it by "
        "(hint: add `reading:` in kana)"
    ]


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("person:gromyko", "persons/gromyko"),
        ("subject:islands.area", "subjects/islands/area"),
        ("ref:sakhalin", "references/sakhalin"),
    ],
)
def test_lookup(target: str, key: str) -> None:
    """A target as written means one key, and a key one target."""
    assert lookup(target, HERE, written_entries(SMALL)) == key
    assert as_written(key) == target


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("person:gromiko", "did you mean `person:gromyko`?"),
        ("subject:islands.aera", "did you mean `subject:islands.area`?"),
        ("place:ussr", "did you mean `body:ussr`?"),
        ("place:tokyo", "add it to `registers/places.yaml`"),
        (
            "people:gromyko",
            "begin it with `person:`, `place:`, `body:`, `instrument:`, `subject:`, "
            "`abbreviation:`, `ref:`",
        ),
    ],
)
def test_lookup_in_vain(target: str, hint: str) -> None:
    """A target nobody has is reported where it stands, with the way to the nearest."""
    problem = lookup(target, HERE, written_entries(SMALL))

    assert str(problem) == (
        f"here.md:3:1: error[entry-unknown]: no register has `{target}` (hint: {hint})"
    )


def test_cross_references_to_nowhere() -> None:
    """`see` and `see-also` of an unknown entry are each reported; known ones still lead."""
    entries, problems = tie_registers(volume(
        persons=[entry("gromyko"), entry("a", see=["gromiko", "gromyko"]),
                 entry("bb", see_also=["body:ussr"])],
    ))  # fmt: skip

    assert entries["persons/a"].see == ("persons/gromyko",)
    assert said(problems) == [
        "r.yaml:1:1: error[see-unknown]: `person:a` leads to `person:gromiko`, "
        "which no register has (hint: did you mean `person:gromyko`?)",
        "r.yaml:2:1: error[see-also-unknown]: `person:bb` leads to `body:ussr`, "
        "which no register has (hint: add it to `registers/bodies.yaml`)",
    ]


def test_rings() -> None:
    """Every ring of `see` is named whole, from the entry written first; a chain is none."""
    _, problems = tie_registers(volume(
        persons=[entry("zz", see=["b"]), entry("b", see=["ccc"]), entry("ccc", see=["zz"]),
                 entry("chain", see=["b"]), entry("self", see=["self"]),
                 entry("plain", see_also=["chain"])],
    ))  # fmt: skip

    assert said(problems) == [
        "r.yaml:2:1: error[see-circular]: `see` runs in a ring: `person:zz` to `person:b` to "
        "`person:ccc` to `person:zz` "
        "(hint: take `see` from the entry that shall have the page numbers)",
        "r.yaml:4:1: error[see-circular]: `see` runs in a ring: `person:self` to `person:self` "
        "(hint: take `see` from the entry that shall have the page numbers)",
    ]


def test_see_beside_locators() -> None:
    """An entry that sends readers elsewhere can have no forms, subentries or mentions."""
    entries, problems = tie_registers(volume(
        bodies=[entry("ussr", "", entry("navy"), see=["union"], forms=["USSR"]), entry("union")],
    ))  # fmt: skip
    targets = {"m1": Target("m1", "mention", HERE), "m2": Target("m2", "mention", HERE)}
    marks = [("bodies/ussr", "m1"), ("bodies/union", "m2"), ("bodies/ussr/navy", "m2")]
    _, more = add_mentions(entries, marks, [("bodies/ussr", "m2", "m2")], targets)

    assert said(problems) == [
        "r.yaml:4:1: error[see-with-locators]: `body:ussr` sends readers elsewhere, but has forms "
        "and subentries of its own (hint: move them to the entry that `body:ussr` names in `see`)"
    ]
    assert said(more) == [
        "here.md:3:1: error[see-with-locators]: `body:ussr` is named here, but sends readers to "
        "`body:union` (hint: name `body:union` instead)"
    ] * 2  # fmt: skip


def test_forms_of_two() -> None:
    """A form of two entries is an error that names both; of one entry twice it is none."""
    _, problems = tie_registers(volume(
        places=[entry("japan", forms=["Japan", "Japan"])],
        bodies=[entry("government", forms=["Japan"])],
    ))  # fmt: skip

    assert said(problems) == [
        "r.yaml:10:1: error[form-claimed-twice]: `place:japan` and `body:government` share the "
        "form `Japan` (hint: leave it to one of them, and mark the other's mentions by hand)"
    ]


def test_switched_off_forms() -> None:
    """A document can only switch off a form that some entry has."""
    off = tuple(Written(form, HERE) for form in ("Japan", "Japn", "Mars"))
    document = WrittenDocument("d", "letter", (), HERE, without_forms=off)
    edition = volume(places=[entry("japan", forms=["Japan"])])
    _, problems = tie_registers(replace(edition, documents={"d": document}))

    assert said(problems) == [
        "here.md:3:1: error[form-unknown]: no entry has the form `Japn` that is switched off here "
        "(hint: did you mean `Japan`?)",
        "here.md:3:1: error[form-unknown]: no entry has the form `Mars` that is switched off here "
        "(hint: take it out)",
    ]


def test_printed_instruments() -> None:
    """An instrument leads to the document that prints it, which must exist."""
    good = entry("joint", printed=Written("declaration-1956", HERE))
    bad = entry("other", printed=Written("declaration-1965", HERE))
    entries, problems = tie_registers(volume(instruments=[good, bad]))

    assert entries["instruments/joint"].document == "declaration-1956"
    assert said(problems) == [
        "here.md:3:1: error[reference-unknown]: no document has the name `declaration-1965` "
        "(hint: did you mean `declaration-1956`?)"
    ]


def test_mentions_are_added() -> None:
    """Mentions and ranges reach their entries in reading order, and parents see them."""
    entries, _ = tie_registers(SMALL)
    targets = {f"m{n}": Target(f"m{n}", "mention", HERE) for n in range(5)}
    area = "subjects/islands/area"
    done, _ = add_mentions(entries, [(area, "m3"), (area, "m1")], [(area, "m2", "m4")], targets)

    assert done[area].mentions == ("m3", "m1")
    assert done[area].ranges == (("m2", "m4"),)
    assert done["subjects/islands"].children[0] == done[area]
    assert list(done) == list(entries)


def test_unmentioned() -> None:
    """An entry nothing names is a warning, unless it leads on, heads others, or is a sender."""
    printed = Written("declaration-1956", HERE)
    entries, _ = tie_registers(volume(
        instruments=[entry("joint", printed=printed)],
        subjects=[entry("islands", "", entry("area")), entry("war", see=["islands"]),
                  entry("peace", see_also=["islands"])],
    ))  # fmt: skip

    assert said(add_mentions(entries, [], [], {})[1]) == [
        "r.yaml:4:1: warning[entry-unmentioned]: nothing in the edition names "
        "`subject:islands.area` (hint: mark a passage that does, or take the entry out)"
    ]
    assert add_mentions(entries, [], [], {}, ["subjects/islands/area"])[1] == []


def test_many_places() -> None:
    """More than six places under a subject ask for subentries; in one paragraph they are one."""
    entries, _ = tie_registers(volume(
        subjects=[entry("islands"), entry("peace"), entry("ranged")], persons=[entry("gromyko")],
    ))  # fmt: skip
    targets = {
        f"d.m{n}": Target(f"d.m{n}", "mention", HERE, "d", str(min(n, 7))) for n in range(1, 20)
    }
    keys = {"subjects/islands": 7, "subjects/peace": 6, "persons/gromyko": 19}
    mentions = [(key, f"d.m{n + 1}") for key, count in keys.items() for n in range(count)]
    mentions += [("subjects/islands", "d.m18"), ("subjects/islands", "d.m19")]
    ranges = [("subjects/ranged", "d.m1", f"d.m{n}") for n in range(1, 9)]

    assert said(add_mentions(entries, mentions, ranges, targets)[1]) == [
        "r.yaml:7:1: warning[entry-many-locators]: `subject:islands` has 7 places that nothing "
        "tells apart (hint: divide it into subentries, or mark ranges)"
    ]
