"""Stage: `Volume` in, `Edition` out, with every name tied, numbered, sorted and addressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from compendium.diag import Diagnostic
from compendium.model.edition import DocumentText, Edition, Entry, Target
from compendium.model.kept import Again, anew
from compendium.model.text import plain
from compendium.model.volume import Volume, WrittenEntry
from compendium.resolve.addresses import opening
from compendium.resolve.arrangements import arrange
from compendium.resolve.comparison import compare
from compendium.resolve.documents import (
    Addressed,
    address,
    address_several,
    passages,
    tie_text,
    unknown_slugs,
)
from compendium.resolve.editions import make_edition
from compendium.resolve.excerpts import Excerpt, UnknownError, excerpt, forms_of, surroundings
from compendium.resolve.forms import collect_forms, find_forms
from compendium.resolve.guard import guarded
from compendium.resolve.index import build_indexes, build_registers
from compendium.resolve.locations import locate
from compendium.resolve.registers import add_mentions, known_entries, lookup
from compendium.resolve.remarking import remark
from compendium.resolve.spoken import check_spoken
from compendium.resolve.strands import Strand, Tied
from compendium.resolve.synchronisms import check_dates
from compendium.resolve.ties import Ties, part_targets
from compendium.resolve.tying import Tier

__all__ = ["Excerpt", "Strands", "UnknownError", "excerpt", "forms_of", "resolve", "surroundings"]

Strands = dict[str, Tied]
"""What came of tying each text, by the prefix of its anchors, in the order of print."""


def resolve(
    volume: Volume, again: Again = anew, strands: Strands | None = None
) -> tuple[Edition, list[Diagnostic]]:
    """Tie, number, sort and address everything in *volume*.

    Returns the edition, and every problem found on the way, in the order of the corpus.
    A reference that leads nowhere leaves its words, and never hides the next problem.
    Where *again* gives what was made before, the edition is made of that. *strands* takes
    what came of each text.
    """
    several = list(address_several(volume, again))
    volume, arranged, unfit = arrange(volume)
    written, entries, problems = known_entries(volume, again)
    addressed = list(address(volume, again, several))
    ties = _ties(volume, addressed, written)
    texts = _tie_texts(volume, addressed, ties, again, {} if strands is None else strands)
    for slug, one in arranged.items():
        if one.form == "interleaved" and len(texts[slug]) > 1:
            texts[slug] = remark(slug, texts[slug], one.languages, ties)
    entries = _tie_entries(entries, ties, again)
    ties.ranges += locate(written, ties)
    ties.close()
    people = _people(ties, volume)
    entries, found = add_mentions(
        entries, ties.mentions, ties.ranges, ties.targets, people.values(), again
    )
    filed = (entries, volume.registers, volume.indexes, volume.languages, volume.tongue)
    registers, indexes, more = again(
        f"indexes {volume.id}",
        (*filed, ties.tongues),
        lambda: (
            build_registers(volume, entries),
            *build_indexes(volume, entries, ties.tongues),
        ),
    )
    edition = make_edition(volume, texts, ties, entries, people, arranged, again)
    problems = [*unfit, *problems, *ties.problems, *unknown_slugs(volume), *found, *more]
    edition, unsaid = guarded(edition)
    problems += [*compare(several, written, again), *check_spoken(edition, again)]
    problems += [*check_dates(edition, again), *unsaid]
    return replace(edition, registers=registers, indexes=indexes), problems


def _ties(
    volume: Volume, addressed: Sequence[Addressed], written: Mapping[str, WrittenEntry]
) -> Ties:
    targets = {target.anchor: target for text in addressed for target in text.targets}
    targets |= part_targets(volume)
    return Ties(
        targets=targets,
        order={anchor: rank for rank, anchor in enumerate(targets)},
        lookup=lambda target, span: lookup(target, span, written),
        written=written,
        words=_Said({text.prefix: text for text in addressed}).of,
        tongues={text.prefix: text.written.lang for text in addressed},
        through=volume.note_numbering == "edition",
        variants=volume.quotation_variants,
    )


@dataclass(slots=True)
class _Said:
    """The words of each block of *texts*, made when they are asked for: few are quoted."""

    texts: Mapping[str, Addressed]
    made: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, anchor: str) -> str:
        """The words of the block or text *anchor*, "" if there is none."""
        name = anchor
        while name and name not in self.texts:
            name = name.rpartition(".")[0]
        if name and name not in self.made:
            self.made[name] = dict(passages(self.texts[name]))
        return self.made[name].get(anchor, "") if name else ""


def _tie_texts(
    volume: Volume, addressed: Sequence[Addressed], ties: Ties, again: Again, strands: Strands
) -> dict[str, tuple[DocumentText, ...]]:
    """Every text tied, in the order of print; by slug, or by the address of a piece.

    Names are found in documents without mark-up; in front and back matter only marks count.
    """
    langs = dict.fromkeys((*volume.languages, *(text.written.lang for text in addressed)))
    forms = {
        lang: again(f"forms {lang}", (ties.written,), partial(collect_forms, ties.written, lang))
        for lang in langs
    }
    texts: dict[str, tuple[DocumentText, ...]] = {}
    for text in addressed:
        document = volume.documents.get(text.slug)
        without = frozenset(w.value for w in document.without_forms) if document else frozenset()
        find = (
            partial(find_forms, forms=forms[text.written.lang], without=without)
            if document
            else _find_nothing
        )
        name = text.slug or text.prefix
        done, tied = again(
            f"tied {volume.id} {text.prefix}",
            (
                text,
                document and (document.date, document.texts[0] is text.written, without),
                forms[text.written.lang] if document else None,
                ties.through and ties.last_mark,
                (ties.through, ties.variants, text.written.lang),
            ),
            partial(tie_text, text, ties, find, document),
            lambda made: made[1].holds(ties),
        )
        texts[name] = (*texts.get(name, ()), done)
        tied.tell(ties)
        strands[text.prefix] = tied
    return texts


def _find_nothing(text: str) -> Sequence[tuple[int, int, str]]:
    del text
    return ()


def _tie_entries(entries: Mapping[str, Entry], ties: Ties, again: Again) -> dict[str, Entry]:
    """*entries* with the links in their names and descriptions tied, and a target for each."""
    done, tied = again(
        "entries",
        (entries, ties.through, ties.variants, ties.last_mark),
        lambda: _tied_entries(entries, ties),
        lambda made: made[1].holds(ties),
    )
    tied.tell(ties)
    return done


def _tied_entries(entries: Mapping[str, Entry], ties: Ties) -> tuple[dict[str, Entry], Tied]:
    strand = Strand(ties, {}, ties.last_mark)
    done: dict[str, Entry] = {}
    for key, entry in entries.items():
        tier = Tier(strand, entry.anchor, "", {}, _find_nothing, block=entry.anchor, aside=True)
        name, description = tier.inline(entry.name), tier.inline(entry.description)
        called = {
            lang: replace(
                other, name=tier.inline(other.name), description=tier.inline(other.description)
            )
            for lang, other in entry.called.items()
        }
        if (name, description, called) != (entry.name, entry.description, entry.called):
            entry = replace(entry, name=name, description=description, called=called)
        done[key] = entry
        strand.targets[entry.anchor] = Target(
            entry.anchor, "entry", entry.span, "", "", opening(plain(name))
        )
    return done, strand.tied({})


def _people(ties: Ties, volume: Volume) -> dict[str, str]:
    """The entry keys of senders, recipients and parties written as register targets."""
    keys: dict[str, str] = {}
    for document in volume.documents.values():
        for named in (*document.sender, *document.recipient, *document.parties):
            if ":" not in named.value:
                continue
            key = ties.lookup(named.value, named.span)
            if isinstance(key, Diagnostic):
                ties.problems.append(key)
            else:
                keys[named.value] = key
    return keys
