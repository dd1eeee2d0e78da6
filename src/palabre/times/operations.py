"""The operations that the rows of the date grammar name: matched words to an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from palabre.times.fields import Context, Fields
from palabre.times.periods import cut, day, month_of, months_from, moved, period, shifted, single, year_of
from palabre.types import Interval

Operation = Callable[[Fields, Context], Interval | None]
_FAR = 3


def on_date(f: Fields, c: Context) -> Interval | None:
    """A day of a month; without a year, the one its weekday, its shift or the tense asks for."""
    number, month = f.need("day", "dd"), f.need("month", "mm")
    if "year" in f:
        found = day(f.need("year"), month, number)
        return single(found) if found else None
    return _dated(c, number, month, f.number("shift"), f.number("weekday"))


def weekday_day(f: Fields, c: Context) -> Interval | None:
    """« lundi 3 »: the nearest third of a month that is a Monday."""
    if c.published is None:
        return None
    months = [moved("month", c.published.replace(day=1), n) for n in range(-6, 7)]
    days = [day(m.year, m.month, f.need("day")) for m in months]
    return choose((single(d) for d in days if d and d.weekday() == f.need("weekday")), c.leaning("deadline"))


def day_of_month(f: Fields, c: Context) -> Interval | None:
    """« le 15 de ce mois »."""
    if c.published is None:
        return None
    month = moved("month", c.published.replace(day=1), f.number("shift") or 0)
    found = day(month.year, month.month, f.need("day"))
    return single(found) if found else None


def day_of_that_month(f: Fields, c: Context) -> Interval | None:
    """« le 30 de ce mois-là »: of the month that was named last."""
    if c.last is None or c.last.start is None:
        return None
    found = day(c.last.start.year, c.last.start.month, f.need("day"))
    return single(found) if found else None


def bare_day(f: Fields, c: Context) -> Interval | None:
    """« le 28 » after a date of the same month."""
    if c.named is None or c.named.start is None or c.named.end is None:
        return None
    found = day(c.named.start.year, c.named.start.month, f.need("day"))
    return single(found) if found and found > c.named.end else None


def day_range(f: Fields, c: Context) -> Interval | None:
    """« du 28 juin au 2 juillet », « les 3 et 4 mai », « du 28 au 30 »."""
    last = _range_end(f, c)
    if last is None or last.end is None:
        return None
    end = last.end
    month = f.number("month") or (end.month if f.need("day") < end.day else (end.month - 2) % 12 + 1)
    year = f.number("year") or (end.year if month <= end.month else end.year - 1)
    start = day(year, month, f.need("day"))
    return Interval(start, end, "span") if start and start < end else None


def _range_end(f: Fields, c: Context) -> Interval | None:
    month, year = f.number("month2", "month"), f.number("year2", "year")
    if month and year:
        found = day(year, month, f.need("day2"))
        return single(found) if found else None
    if month:
        return _dated(c, f.need("day2"), month)
    if c.published is None:
        return None
    months = [moved("month", c.published.replace(day=1), n) for n in (-1, 0, 1)]
    return choose((single(d) for m in months if (d := day(m.year, m.month, f.need("day2")))), c)


def night(f: Fields, c: Context) -> Interval | None:
    """« la nuit de samedi à dimanche »: both days."""
    end = _weekday(f.need("weekday2"), c)
    if end is None or end.end is None:
        return None
    length = (f.need("weekday2") - f.need("weekday")) % 7
    return Interval(end.end - timedelta(length), end.end, "span")


def last_night(f: Fields, c: Context) -> Interval | None:
    """« cette nuit »: the day before publication and that day, or the coming two."""
    if c.published is None:
        return None
    ahead = timedelta(1 if c.lean == "future" else 0)
    return Interval(c.published - timedelta(1) + ahead, c.published + ahead, "span")


def on_weekday(f: Fields, c: Context) -> Interval | None:
    """« lundi »: the last one or the next one, by the tense."""
    return _weekday(f.need("weekday"), c)


def weekday_shift(f: Fields, c: Context) -> Interval | None:
    """« lundi dernier », « lundi prochain »: never the day of publication."""
    if c.published is None:
        return None
    shift = f.need("shift")
    from_day = c.published + timedelta(shift)
    ahead = (f.need("weekday") - from_day.weekday()) % 7
    return single(from_day + timedelta(ahead - 7 if shift < 0 and ahead else ahead))


def weekday_of_week(f: Fields, c: Context) -> Interval | None:
    """« mardi de la semaine dernière »."""
    week = _shift(c.published, "week", f.need("shift"))
    return single(week.start + timedelta(f.need("weekday"))) if week and week.start else None


def weekday_in_eight(f: Fields, c: Context) -> Interval | None:
    """« jeudi en huit »: a week after the next one."""
    found = _weekday(f.need("weekday"), c.leaning("future"))
    return single(found.start + timedelta(7)) if found and found.start else None


def weekday_text(f: Fields, c: Context) -> Interval | None:
    """« le lundi suivant »: counted from the last date named."""
    base = c.named or c.last
    if base is None or base.start is None or base.end is None:
        return None
    if f.need("textshift") > 0:
        return single(base.end + timedelta((f.need("weekday") - base.end.weekday() - 1) % 7 + 1))
    return single(base.start - timedelta((base.start.weekday() - f.need("weekday") - 1) % 7 + 1))


def on_deictic(f: Fields, c: Context) -> Interval | None:
    """« hier », « demain »: counted from publication."""
    return single(c.published + timedelta(f.need("deictic"))) if c.published else None


def on_anaphor(f: Fields, c: Context) -> Interval | None:
    """« la veille », « le même jour »: counted from the last day named, else from publication."""
    base = c.named or (single(c.published) if c.published else None)
    if base is None or base.start is None or base.end is None:
        return None
    offset = f.need("anaphor")
    if offset == 0:
        return base
    return single((base.end if offset > 0 else base.start) + timedelta(offset))


def later(f: Fields, c: Context) -> Interval | None:
    """« deux jours plus tard »: counted from the last date named."""
    sign = 1 if f.groups["way"] in ("plus tard", "après") else -1
    base = (c.named if f.unit in ("day", "hour") else c.last) or c.named
    when = base and (base.end if sign > 0 else base.start)
    return _ago(f, when, sign) if when else None


def unit_text(f: Fields, c: Context) -> Interval | None:
    """« la semaine suivante », « l'année précédente »."""
    return _shift(c.last.start if c.last else None, f.unit, f.need("textshift"))


def same_unit(f: Fields, c: Context) -> Interval | None:
    """« la même année »."""
    return _shift(c.last.start if c.last else None, f.unit, 0)


def ago(f: Fields, c: Context) -> Interval | None:
    """« il y a huit mois »: the whole of that month; « jour pour jour »: the very day."""
    if c.published and "exact" in f:
        return single(moved(f.unit, c.published, -f.need("n")))
    return _ago(f, c.published, -1)


def from_now(f: Fields, c: Context) -> Interval | None:
    """« dans trois jours »."""
    return _ago(f, c.published, 1)


def within(f: Fields, c: Context) -> Interval | None:
    """« d'ici trois mois »: from publication to that day."""
    if c.published is None:
        return None
    return Interval(c.published, moved(f.unit, c.published, f.need("n")), "span")


def upcoming(f: Fields, c: Context) -> Interval | None:
    """« dans les prochains jours »: from publication, no end known."""
    return Interval(c.published, None, "span") if c.published and f.unit != "hour" else None


def recent(f: Fields, c: Context) -> Interval | None:
    """« ces derniers jours », « depuis quelques semaines »: to publication, no start known."""
    return Interval(None, c.published, "span") if c.published and f.unit != "hour" else None


def since_units(f: Fields, c: Context) -> Interval | None:
    """« depuis sept ans »: from the first day of that year to publication."""
    first = _ago(f, c.published, -1)
    return Interval(first.start, c.published, first.grain) if first else None


def unit_shift(f: Fields, c: Context) -> Interval | None:
    """« la semaine dernière », « l'an prochain »."""
    return None if f.unit in ("day", "hour") else _shift(c.published, f.unit, f.need("shift"))


def this_unit(f: Fields, c: Context) -> Interval | None:
    """« cette semaine »: from its start to publication, or on to its end."""
    unit = f.unit
    if c.published is None or unit in ("day", "hour"):
        return None
    whole = period(unit, c.published)
    if unit == "weekend":
        return choose([shifted(unit, c.published, -1), whole], c)
    if c.part:
        return whole
    if c.lean in ("future", "deadline"):
        return Interval(c.published, whole.end, whole.grain)
    return Interval(whole.start, c.published, whole.grain)


def whole_unit(f: Fields, c: Context) -> Interval | None:
    """« la fin de l'année », « début de semaine »."""
    unit = f.unit
    if c.published is None or unit in ("day", "hour", "weekend"):
        return None
    ahead = c.leaning("future") if c.lean == "deadline" else c
    return choose([shifted(unit, c.published, n) for n in (-1, 0, 1)], ahead)


def month_range(f: Fields, c: Context) -> Interval | None:
    """« entre mars et juin 2012 »."""
    last = _month(f.need("month2"), f.number("year2"), c)
    if last is None or last.end is None:
        return None
    first_year = f.number("year") or last.end.year - (f.need("month") > f.need("month2"))
    return Interval(date(first_year, f.need("month"), 1), last.end, "month")


def on_month(f: Fields, c: Context) -> Interval | None:
    """« en mars », « août 2023 », « mars prochain »."""
    return _month(f.need("month"), f.number("year"), c, f.number("shift"))


def quarter(f: Fields, c: Context) -> Interval | None:
    """« le premier trimestre 2024 », « le second semestre »."""
    length = 3 if f.unit == "quarter" else 6
    first = (min(f.need("ordinal"), 12 // length) - 1) * length + 1
    year = f.number("year", "year2")
    if year is None and c.published is None:
        return None
    years = [year] if year or not c.published else [c.published.year + n for n in (-1, 0, 1)]
    return choose((months_from(y, first, length, "quarter" if length == 3 else "span") for y in years if y), c)


def season(f: Fields, c: Context) -> Interval | None:
    """« cet été », « au printemps 2012 », « l'hiver dernier »; the winter of a year ends in it."""
    first, last = f.calendar.seasons[f.groups["season"]]
    if "year" in f:
        return _season(first, last, f.need("year") - (first > last))
    if c.published is None:
        return None
    candidates = [_season(first, last, c.published.year + n) for n in (-2, -1, 0, 1)]
    return choose(candidates, c, f.number("shift"))


def season_years(f: Fields, c: Context) -> Interval | None:
    """« l'hiver 2022-2023 »."""
    return _season(*f.calendar.seasons[f.groups["season"]], f.need("year"))


def year_range(f: Fields, c: Context) -> Interval | None:
    """« de 2010 à 2015 »."""
    first, last = f.need("year", "year3"), f.need("year2", "year4")
    return Interval(date(first, 1, 1), date(last, 12, 31), "year") if first < last else None


def on_year(f: Fields, c: Context) -> Interval | None:
    """« en 2019 »."""
    return year_of(f.need("year"))


def decade(f: Fields, c: Context) -> Interval | None:
    """« les années 1990 », « les années 90 »."""
    first = f.need("decade")
    first = first if first > 99 else 1900 + first
    return Interval(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def holiday(f: Fields, c: Context) -> Interval | None:
    """« à Noël »."""
    month, number = map(int, f.calendar.holidays[f.groups["holiday"]].split("-"))
    if "year" in f:
        return single(date(f.need("year"), month, number))
    return _dated(c, number, month, f.number("shift"))


def choose(candidates: Iterable[Interval], c: Context, shift: int | None = None) -> Interval | None:
    """The candidate that tense and nearness to publication ask for; each is first cut to the part meant."""
    rows = [cut(row, c.part) for row in candidates]
    if c.published is None:
        return rows[0] if len(rows) == 1 else None
    if shift:
        rows = [row for row in rows if _beyond(row, c.published, shift)]
    past = [row for row in rows if row.start and row.start <= c.published]
    future = [row for row in rows if row.end and row.end >= c.published]
    before, after = (past[-1] if past else None), (future[0] if future else None)
    if before is None or after is None or c.lean == "past" or shift == -1:
        return after if before is None or (c.lean == "future" and after) else before
    return after if c.lean == "future" or shift == 1 or _nearer(after, before, c) else before


def _beyond(row: Interval, published: date, shift: int) -> bool:
    """Whether ``row`` lies wholly before (after) publication, as « dernier » (« prochain ») says."""
    assert row.start and row.end
    return row.end < published if shift < 0 else row.start > published


def _nearer(after: Interval, before: Interval, c: Context) -> bool:
    """Whether the coming date is so much nearer that it is meant; without a sign the past is preferred."""
    assert c.published and after.start and before.end
    ahead, behind = (after.start - c.published).days, (c.published - before.end).days
    return ahead * (1 if c.lean in ("present", "deadline") else _FAR) < behind


def _dated(
    c: Context, number: int, month: int, shift: int | None = None, weekday: int | None = None
) -> Interval | None:
    if c.published is None:
        return None
    reach = range(-6, 7) if weekday is not None else range(-2, 3) if (month, number) != (2, 29) else range(-8, 9)
    days = [found for n in reach if (found := day(c.published.year + n, month, number))]
    same = [found for found in days if found.weekday() == weekday]
    if weekday is not None and same:
        return choose(map(single, same), c.leaning("deadline"))
    return choose(map(single, days), c, shift)


def _weekday(number: int, c: Context) -> Interval | None:
    if c.published is None:
        return None
    ahead = (number - c.published.weekday()) % 7
    days = [ahead - 7, ahead] if ahead else [0]
    lean = "future" if c.lean == "deadline" else c.lean
    return choose((single(c.published + timedelta(n)) for n in days), c.leaning(lean) if lean else c)


def _month(number: int, year: int | None, c: Context, shift: int | None = None) -> Interval | None:
    if year:
        return cut(month_of(year, number), c.part)
    if c.published is None:
        return None
    return choose([month_of(c.published.year + n, number) for n in (-2, -1, 0, 1, 2)], c, shift)


def _season(first: str, last: str, year: int) -> Interval:
    start = date.fromisoformat(f"{year}-{first}")
    end = date.fromisoformat(f"{year + (first > last)}-{last}")
    return Interval(start, end, "span")


def _ago(f: Fields, when: date | None, sign: int) -> Interval | None:
    """The period that lies n units away from ``when``."""
    if when is None:
        return None
    unit = "day" if f.unit == "hour" else f.unit
    return period(unit, moved(f.unit, when, sign * f.need("n")))


def _shift(when: date | None, unit: str, count: int) -> Interval | None:
    return shifted(unit, when, count) if when and unit not in ("day", "hour") else None


OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        operation.__name__: operation
        for operation in (
            on_date, weekday_day, day_of_month, day_of_that_month, bare_day, day_range, night, last_night,
            on_weekday, weekday_shift,
            weekday_of_week, weekday_in_eight, weekday_text, on_deictic, on_anaphor, later, unit_text, same_unit, ago,
            from_now, within, upcoming, recent, since_units, unit_shift, this_unit, whole_unit, month_range, on_month,
            quarter, season, season_years, year_range, on_year, decade, holiday,
        )
    }
)  # fmt: skip
