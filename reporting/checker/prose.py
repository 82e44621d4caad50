"""Reads paragraphs: each figure gets its subject and role; changes and rates are hung on the amount they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reporting.checker.clauses import Gap, cut, definitions, shared_labels
from reporting.checker.figures import UNITS, Figure, find_figures, over_long
from reporting.checker.quantities import Listing, Quantity, Report, Role, Sentence, Subject
from reporting.checker.reading import Paragraph
from reporting.checker.roles import is_vague, role_of
from reporting.checker.sections import Sections
from reporting.checker.subjects import Surroundings, subject_of, years_of
from reporting.checker.vocabulary import find_fund

_HUNG = {Role.CHANGE, Role.GROWTH, Role.COMPLETION, Role.PRIOR, Role.SHARE}
_GOES_ON = re.compile(r"[。！？]\s*(较|比|与|同比|增长|下降|完成)[^。！？]*$")
_NEAR = 600
_OF_WHOLE = re.compile(r"(全年|年度|总体|综合)?(预算|资金|基金)?(总体)?(执行|完成)(率|进度)")
_CLOSES = re.compile(r"总收入|总支出|收入合计|支出合计|合计|总计|总量|结余|结存")


@dataclass
class _State:
    """What the reader of a paragraph remembers from figure to figure."""

    around: Surroundings
    head: Quantity | None = None
    lists: list[Listing] = field(default_factory=list)
    last_list: Listing | None = None
    run: list[Quantity] = field(default_factory=list)
    sentence_values: list[Quantity] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)


def read_prose(paragraph: Paragraph, sections: Sections, report: Report) -> None:
    """Add a paragraph's figures to the report. Headings only move the sections."""
    if sections.take(paragraph.text):
        return
    text = paragraph.text
    report.unreadable += [(paragraph.place(0), run) for run in over_long(text)]
    state = _State(Surroundings(sections.fund(), sections.is_plan(), report.year))
    end, first = 0, len(report.quantities)
    for figure in find_figures(text):
        if figure.unit is None and not re.search(
            r"率(为|是|达到?)?$", text[max(end, figure.start - 12) : figure.start].strip()
        ):
            continue
        _take(state, report, figure, paragraph, end)
        end = figure.end
    _finish_run(state)
    _sentences(paragraph, sections, report, report.quantities[first:])


def _take(state: _State, report: Report, figure: Figure, paragraph: Paragraph, end: int) -> None:
    text = paragraph.text
    raw = text[end : figure.start]
    if len(raw) > _NEAR:
        # What is said so far away says nothing about this figure.
        raw = "。" + raw[-_NEAR:]
    gap = cut(raw)
    after = re.split(r"[，。；：、（）]", text[figure.end : figure.end + 40])[0]
    _move(state, gap, raw)
    quantity = _quantity(state, report, figure, gap, after, paragraph)
    report.quantities.append(quantity)
    _run(state, quantity, gap)
    if quantity.role is Role.VALUE:
        _value(state, report, quantity, gap, after)
    elif len(state.run) == 1 and state.head is not None and quantity.role in _HUNG:
        _hang(_rated(state, state.head, quantity), quantity)


def _rated(state: _State, head: Quantity, quantity: Quantity) -> Quantity:
    """预算执行率 after a list speaks of the whole, 完成预算的 of the part before it."""
    listing = state.lists[-1] if state.lists else None
    if listing is not None and quantity.role is Role.COMPLETION and _OF_WHOLE.match(quantity.label):
        return listing.parent
    return head


def _move(state: _State, gap: Gap, raw: str) -> None:
    """Ends of sentences and brackets close lists; 分别 keeps the last list in mind."""
    if not gap.bare:
        _finish_run(state)
        state.shared = []
    if years := years_of(raw):
        state.around.year = years[-1]
    if gap.ends_sentence:
        state.last_list, state.lists, state.sentence_values = None, [], []
        state.around.planned_flows = set()
        if not gap.opens_list and not _GOES_ON.search(raw):
            state.head = None
    if gap.bracket_closes:
        state.lists = [each for each in state.lists if not each.bracket]
    if gap.opens_list and state.head is not None:
        listing = Listing(state.head, partial=gap.partial, bracket=gap.bracket_opens)
        state.lists.append(listing)
        state.last_list = listing


def _quantity(state: _State, report: Report, figure: Figure, gap: Gap, after: str, paragraph: Paragraph) -> Quantity:
    unit = figure.unit
    label, around = gap.label, state.around
    if gap.shared:
        state.shared = shared_labels(gap.shared)
        label = gap.sentence
    label = re.sub(rf"(较|比|与)\s*{report.year - 1}\s*年(?!初)度?", r"\1上年", label)
    part = role_of(figure, label, after)
    role, sign = part.role, part.sign
    if gap.bare and state.run and unit is not None and unit.dimension == state.run[-1].unit.dimension:
        role = state.run[-1].role if state.run[-1].unit.dimension == "rate" else role
        sign = 1 if role is not Role.GROWTH else _run_sign(state)
    if len(state.shared) > 1 and role is Role.VALUE and (gap.shared or gap.bare):
        index = len(state.run) if gap.bare else 0
        label = state.shared[index] if index < len(state.shared) else label
    listing = state.lists[-1] if state.lists else None
    subject, explicit = subject_of(label, after, figure, around, listing, state.head)
    if role is not Role.VALUE and state.head is not None:
        subject = state.head.subject
    if role is Role.TARGET:
        subject = Subject(around.fund if not explicit else subject.fund, subject.flow, subject.item, True, around.year)
    if role is Role.VALUE and subject.nameless:
        role = Role.OTHER
    signed = (
        figure if sign == 1 else Figure(-figure.number, figure.decimals, unit, figure.start, figure.end, figure.text)
    )
    return Quantity(
        figure=signed,
        unit=unit or UNITS["%"],
        subject=subject,
        role=role,
        label=label,
        after=after,
        place=paragraph.place(figure.start),
        quote=_quote(paragraph.text, figure),
        order=len(report.quantities),
        vague=is_vague(label, after),
        explicit_fund=explicit,
    )


def _run_sign(state: _State) -> int:
    """降低 9%、5%: the word stands before the first of the run and counts for all."""
    return -1 if role_of(state.run[0].figure, state.run[0].label, "").sign == -1 else 1


def _run(state: _State, quantity: Quantity, gap: Gap) -> None:
    if gap.bare and state.run and state.run[-1].unit.dimension == quantity.unit.dimension:
        state.run.append(quantity)
    else:
        state.run = [quantity]


def _finish_run(state: _State) -> None:
    """9%、57%、-20%、18% after a list of four: one for each of its parts."""
    run = state.run
    if len(run) > 1 and run[0].role in (Role.GROWTH, Role.COMPLETION, Role.CHANGE):
        if state.head is not None:
            state.head.modifiers = [each for each in state.head.modifiers if each is not run[0]]
        values = state.last_list.parts if state.last_list else state.sentence_values
        if len(values) == len(run):
            for value, each in zip(values, run, strict=True):
                _hang(value, each)
        else:
            for each in run:
                each.role = Role.CLAIM
    state.run = []


def _hang(head: Quantity, quantity: Quantity) -> None:
    quantity.subject = head.subject
    quantity.owner = head
    head.modifiers.append(quantity)


def _value(state: _State, report: Report, quantity: Quantity, gap: Gap, after: str) -> None:
    listing = state.lists[-1] if state.lists else None
    if listing is not None and _belongs(listing, quantity):
        if not listing.parts:
            report.listings.append(listing)
        listing.parts.append(quantity)
        listing.partial = listing.partial or after.strip().startswith("等")
    else:
        if listing is not None and quantity.unit.dimension == listing.parent.unit.dimension:
            state.lists, state.last_list = [], None
        state.around.note(quantity)
    state.sentence_values.append(quantity)
    state.head = quantity


def _belongs(listing: Listing, quantity: Quantity) -> bool:
    parent = listing.parent
    if quantity.unit.dimension != parent.unit.dimension:
        return False
    if quantity.subject.plan != parent.subject.plan or (listing.parts and _CLOSES.search(quantity.label)):
        return False
    flows = {quantity.subject.flow, parent.subject.flow}
    return not (flows >= {"income", "expenditure"} or (len(flows) == 2 and flows & {"balance", "opening", "surplus"}))


def _quote(text: str, figure: Figure) -> str:
    before = re.split(r"[。；]", text[max(0, figure.start - 34) : figure.start])[-1]
    after = re.split(r"[。；]", text[figure.end : figure.end + 12])[0]
    return (before + text[figure.start : figure.end] + after).strip()


def _sentences(paragraph: Paragraph, sections: Sections, report: Report, quantities: list[Quantity]) -> None:
    offset = 0
    for piece in re.split(r"(?<=[。！？])", paragraph.text):
        if piece.strip():
            fund = find_fund(piece) or sections.fund()
            report.sentences.append(Sentence(piece, paragraph.place(offset), fund, sections.title()))
        offset += len(piece)
    for each in definitions(paragraph.text):
        before = [quantity for quantity in quantities if 0 <= each.offset - quantity.figure.end <= 12]
        if before:
            before[-1].excludes, before[-1].includes = each.excludes, each.includes
