"""The page of figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from autoleads.services import accounts, insights
from autoleads.services.insights import (
    AGES,
    LeadFigures,
    LeadGroup,
    Period,
    StockFigures,
    UnmetWish,
)
from autoleads.services.tenants import TenantInfo
from autoleads.text.phrases import CATALOGUE, Phrases

FEW = 5
"""Figures of fewer leads say little: they are shown grey."""
CHOICES = ("7", "30", "90", "month")
SERIES = {"whatsapp": "", "web": "b"}
"""The source of leads → the colour of its part of a bar; all others have the third."""
OTHERS = "c"


@dataclass(frozen=True)
class Part:
    """A part of a bar, in hundredths of the chart's height, from its top."""

    tone: str
    y: float
    height: float


@dataclass(frozen=True)
class Column:
    """A bar of the chart."""

    label: str
    leads: int
    parts: Sequence[Part]


@dataclass(frozen=True)
class GroupRow:
    """A line of a table: the leads of a salesperson or of an origin."""

    name: str
    group: LeadGroup
    query: Mapping[str, str | int]
    """What the list of chats shows these leads by."""

    @property
    def in_time(self) -> int:
        """The share that was replied to within the target, in percent."""
        return _percent(self.group.in_time, self.group.leads)

    @property
    def won(self) -> int:
        """The share that was won, in percent."""
        return _percent(self.group.won, self.group.leads)

    @property
    def is_few(self) -> bool:
        return self.group.leads < FEW


@dataclass(frozen=True)
class AgeRow:
    """A line of the stock's ages."""

    name: str
    cars: int
    value: int
    share: int
    """Of all cars, in percent."""


@dataclass(frozen=True)
class FiguresPage:
    """The context of `panel/figures.html`."""

    chosen: str
    period: Period
    leads: LeadFigures
    stock: StockFigures
    target_minutes: int
    columns: Sequence[Column]
    team: Sequence[GroupRow]
    origins: Sequence[GroupRow]
    ages: Sequence[AgeRow]
    unmet: Sequence[UnmetWish]

    @classmethod
    def of(cls, tenant: TenantInfo, chosen: str, phrases: Phrases) -> FiguresPage:
        """Return the figures of a chosen period."""
        period = _period(chosen, datetime.now(tenant.zone).date())
        leads = insights.lead_figures(tenant, period)
        stock = insights.stock_figures(tenant, period)
        return cls(
            chosen=chosen,
            period=period,
            leads=leads,
            stock=stock,
            target_minutes=tenant.answer_target_minutes,
            columns=_columns(leads, period),
            team=_team(tenant, leads, phrases),
            origins=_origins(leads, phrases),
            ages=_ages(stock),
            unmet=insights.unmet_wishes(tenant, period),
        )

    @property
    def choices(self) -> Sequence[str]:
        return CHOICES

    @property
    def change(self) -> int | None:
        """The change of the number of leads against the period before, in percent."""
        before = self.leads.previous_leads
        if before < FEW:
            return None
        return round(100 * (self.leads.total.leads - before) / before)

    @property
    def leads_per_sale(self) -> int | None:
        if not self.stock.sold:
            return None
        return round(self.leads.total.leads / self.stock.sold)

    @property
    def is_slow(self) -> bool:
        """True if one lead in ten waits longer than the target."""
        p90 = self.leads.total.p90_seconds
        return p90 is not None and p90 > self.target_minutes * 60

    @property
    def most_leads(self) -> int:
        """The leads of the highest bar."""
        return max((column.leads for column in self.columns), default=0)

    def rows(self, phrases: Phrases) -> Iterator[Sequence[object]]:
        """Yield the same figures as lines of a table."""
        yield [phrases(f"csv_{name}") for name in CSV_COLUMNS]
        yield _csv_row(phrases("figures_all"), self.leads.total)
        for row in (*self.team, *self.origins):
            yield _csv_row(row.name, row.group)
        for age in self.ages:
            yield [phrases("csv_age", days=age.name), age.cars, None, None, None, None, age.value]


CSV_COLUMNS = ("name", "leads", "median", "p90", "in_time", "won", "value")


def _csv_row(name: str, group: LeadGroup) -> Sequence[object]:
    seconds = (group.median_seconds, group.p90_seconds)
    minutes = [None if value is None else round(value / 60, 1) for value in seconds]
    return [name, group.leads, *minutes, group.in_time, group.won, None]


def _period(chosen: str, today: date) -> Period:
    """Return as many days until today, or the last whole month."""
    if chosen != "month":
        return Period(today - timedelta(days=int(chosen) - 1), today)
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


def _columns(leads: LeadFigures, period: Period) -> list[Column]:
    most = max((sum(sources.values()) for sources in leads.bars.values()), default=0)
    return [_column(first, leads.bars.get(first, {}), most) for first in _bars(period)]


def _bars(period: Period) -> list[date]:
    """Return the first day of each bar; weeks begin on Monday."""
    if period.bar == "day":
        return [period.first + timedelta(days=number) for number in range(period.days)]
    monday = period.first - timedelta(days=period.first.weekday())
    weeks = (period.last - monday).days // 7 + 1
    return [monday + timedelta(weeks=number) for number in range(weeks)]


def _column(first: date, sources: Mapping[str, int], most: int) -> Column:
    total = sum(sources.values())
    by_tone = {"": 0, "b": 0, OTHERS: 0}
    for source, leads in sources.items():
        by_tone[SERIES.get(source, OTHERS)] += leads
    parts, top = [], 100.0
    for tone, leads in by_tone.items():
        height = 100 * leads / most if most else 0
        top -= height
        if leads:
            parts.append(Part(tone, round(top, 1), round(height, 1)))
    return Column(f"{first.day}/{first.month}", total, parts)


def _team(tenant: TenantInfo, leads: LeadFigures, phrases: Phrases) -> list[GroupRow]:
    names = accounts.user_names(tenant)
    rows = []
    for user_id, group in leads.by_user.items():
        if user_id is None:
            rows.append(GroupRow(phrases("view_free"), group, {"view": "free"}))
        else:
            name = names[user_id]
            rows.append(GroupRow(name, group, {"view": "all", "who": user_id}))
    return sorted(rows, key=lambda row: -row.group.leads)


def _origins(leads: LeadFigures, phrases: Phrases) -> list[GroupRow]:
    rows = []
    for origin, group in leads.by_origin.items():
        kind, _, value = origin.partition("_")
        # A channel that a dealer made up has no other name.
        name = phrases(origin) if origin in CATALOGUE else value
        rows.append(GroupRow(name, group, {"view": "all", kind: value}))
    return sorted(rows, key=lambda row: -row.group.leads)


def _ages(stock: StockFigures) -> list[AgeRow]:
    starts = (0, *AGES)
    names = [f"{start}–\u2060{until - 1}" for start, until in zip(starts, AGES, strict=False)]
    names.append(f">{AGES[-1] - 1}")
    rows = zip(names, stock.ages, strict=True)
    return [AgeRow(name, age.cars, age.value, _percent(age.cars, stock.cars)) for name, age in rows]


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
