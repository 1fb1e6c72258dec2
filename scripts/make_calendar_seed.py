"""Write the seed of holidays and make-up days, 2004-2026, from the package chinese_calendar.

`python scripts/make_calendar_seed.py` overwrites src/doudi/kernel/calendar/2004-2026.json. Only this script imports the
package: the product reads the file. Days are those that the yearly notices of the State Council's general office name;
weekends that no notice mentions are not listed.
"""

import json
from importlib.metadata import version
from pathlib import Path

import chinese_calendar.constants as announced

FIRST, LAST = 2004, 2026
TARGET = Path(__file__).parents[1] / "src/doudi/kernel/calendar/2004-2026.json"


def main() -> None:
    """Write the file."""
    years = {str(year): _year(year) for year in range(FIRST, LAST + 1)}
    seed = {"made_from": f"chinese_calendar {version('chinese_calendar')}", "years": years}
    TARGET.write_text(_text(seed), encoding="utf-8")


def _year(year: int) -> dict[str, list[str]]:
    return {
        "holidays": [day.isoformat() for day in sorted(announced.holidays) if day.year == year],
        "workdays": [day.isoformat() for day in sorted(announced.workdays) if day.year == year],
    }


def _text(seed: dict[str, object]) -> str:
    """Set one list a line, so that a change of one year is a change of one line."""
    text = json.dumps(seed, ensure_ascii=False, indent=1)
    joined = text.replace(',\n    "', ', "').replace('[\n    "', '["').replace('"\n   ]', '"]')
    return f"{joined}\n"


if __name__ == "__main__":
    main()
