"""Write seeds/workday_exception.csv: the days on which China's official calendar departs from Monday-to-Friday.

Run again with a newer ``chinesecalendar`` when the State Council has published the next year. Weekdays off and
weekend days worked are the only rows; every other day follows the week.
"""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

from chinese_calendar import is_workday
from chinese_calendar.constants import Holiday, holidays, workdays

SEED = Path(__file__).resolve().parent.parent / "seeds" / "workday_exception.csv"
CHINESE = {holiday.value: holiday.chinese for holiday in Holiday}


def exceptions() -> list[tuple[str, str, str]]:
    """Return (ISO date, 'true' if worked, name of the holiday) in the order of the days."""
    first = date(min(holidays).year, 1, 1)
    last = date(max(holidays).year, 12, 31)
    rows = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        worked = is_workday(day)
        if worked != (day.weekday() < 5):
            name = workdays.get(day) if worked else holidays.get(day)
            rows.append((day.isoformat(), str(worked).lower(), CHINESE.get(str(name), str(name or ""))))
    return rows


def main() -> int:
    """Write the seed; 0 when done."""
    with SEED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["day", "is_worked", "name"])
        writer.writerows(exceptions())
    return 0


if __name__ == "__main__":
    sys.exit(main())
