"""Resident numbers 公民身份号码 (GB 11643): 18 digits with a check digit, and the 15 digits of before 1999.

A number tells when somebody was born and their sex. It never tells where they live: its first digits are the place
where it was first issued, so no function here returns them.

**Reserved for fictional people**: numbers that begin with 99. Digits two and three of a foreigner's permanent residence
number (which begins with 9) are a province, and no province begins with 9; citizens' numbers begin with a region from 1
to 8. So 99xxxx is nobody's, yet passes every other check. Fixtures, examples and screenshots use only these.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, Self

from doudi.kernel.errors import Refused

RESERVED_PREFIX: Final = "99"

_LONG: Final = re.compile(r"[1-9][0-9]{16}[0-9X]")
_SHORT: Final = re.compile(r"[1-9][0-9]{14}")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS: Final = "10X98765432"
_SERIALS: Final = 999


class Sex(Enum):
    """性别 as the number tells it."""

    FEMALE = "female"
    MALE = "male"


class ResidentNumberWrong(Refused):
    """Not a resident number; the sentence never repeats it, so that it may go into a log."""

    code = "residentid.wrong"
    sentence = "公民身份号码有误：{reason}。"


class BornLater(Refused):
    """An age was asked for a day before the birth."""

    code = "residentid.born_later"
    sentence = "出生日期 {born} 晚于 {day}，无法计算年龄。"


@dataclass(frozen=True, repr=False)
class ResidentNumber:
    """A checked number in its form of 18 characters with a capital X; make it with `parse`."""

    full: str

    @classmethod
    def parse(cls, given: str) -> Self:
        """Read 18 characters (a small x will do) or the legacy 15, which are completed. Raises ResidentNumberWrong."""
        number = given.upper()
        if _SHORT.fullmatch(number):
            number = _completed(number)
        if not _LONG.fullmatch(number):
            raise ResidentNumberWrong(reason="应为 18 位（旧号 15 位）数字，末位可为 X")
        if _birth_date(number) is None:
            raise ResidentNumberWrong(reason="出生日期不存在")
        if check_digit(number[:17]) != number[17]:
            raise ResidentNumberWrong(reason="校验码不符，请逐位核对")
        return cls(number)

    @classmethod
    def reserved(cls, *, born: date, sex: Sex, serial: int = 0) -> Self:
        """Make a number for a fictional person; `serial` from 0 tells apart those born on one day."""
        region, order = divmod(serial * 2 + (sex is Sex.MALE), _SERIALS + 1)
        body = f"{RESERVED_PREFIX}{region:04}{born:%Y%m%d}{order:03}"
        return cls.parse(body + check_digit(body))

    @property
    def born_on(self) -> date:
        """The day of birth; the file of a person may know better."""
        return date(int(self.full[6:10]), int(self.full[10:12]), int(self.full[12:14]))

    @property
    def sex(self) -> Sex:
        """Odd for men."""
        return Sex.MALE if int(self.full[16]) % 2 else Sex.FEMALE

    @property
    def masked(self) -> str:
        """`6201**********0023`: what may be shown."""
        return f"{self.full[:4]}{'*' * 10}{self.full[14:]}"

    @property
    def is_reserved(self) -> bool:
        """Tell whether this is a fictional person."""
        return self.full.startswith(RESERVED_PREFIX)

    def __str__(self) -> str:
        """Masked: a number that is printed by accident reveals nobody. The whole one is `full`."""
        return self.masked

    def __repr__(self) -> str:
        """Masked, as tracebacks and logs show it."""
        return f"ResidentNumber({self.masked})"


def age_on(born: date, day: date) -> int:
    """Count the full years of age 周岁 on a day; who was born on 29 February is a year older on 1 March of other years.

    The birthday itself counts: 年满六十周岁 begins with it. Raises BornLater.
    """
    if day < born:
        raise BornLater(born=born, day=day)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _birth_date(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _completed(short: str) -> str:
    """Give a legacy number its century and check digit; the few born before 1900 are read a century too young."""
    body = f"{short[:6]}19{short[6:]}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """Compute ISO 7064 MOD 11-2 over 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECKS[total % 11]
