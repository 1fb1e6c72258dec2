"""Fictional people by the million: names as they are spread in life, numbers of the range that is nobody's.

Of the reserved range the first two digits are always 99. The four that follow stand for a county here, one of 3000, as
many as there are; so of the six digits of a region four tell people apart, as in life the first two do little.
"""

# pyright: basic
# numpy and pyarrow tell little of what is in their arrays.

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from doudi.kernel.residentid import RESERVED_PREFIX
from doudi.policy.batch.arrow import pc
from doudi.verification.matching import digits

COUNTIES: Final = 3000
SEQUENCES: Final = 1000
FIRST_BIRTH: Final = np.datetime64("1930-01-01")
DAYS: Final = 34_300
"""Births until late in 2023."""
NUMBERS: Final = COUNTIES * DAYS * SEQUENCES
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段章钱汤尹黎易常武乔贺赖龚文"
)
_GIVEN: Final = (
    "英华秀玉明文珍兰国春红丽建志桂芳军平海梅云强金伟荣生花林芬清杰晓凤琴玲永成龙德霞新祥福忠光峰俊飞勇辉东宝学凯宇丹爱"
    "雪兴胜敏波燕艳超鑫涛鹏刚洪淑莲月翠香贵元庆宁静萍彩娟瑞利亚美子安正长立广义振世昌良全保连宏少江山水天喜喻善树根"
)
_SYLLABLES: Final = [
    *("阿卜杜", "买买提", "热合曼", "艾尼瓦尔", "古丽", "努尔", "阿依", "吐尔逊", "玛依拉", "帕提曼", "库尔班", "依明"),
    *("扎西", "多吉", "卓玛", "次仁", "旺堆", "吉克", "阿木", "沙马", "阿合"),
]
DOT: Final = "·"
_WITH_DOT: Final = 0.03
_TWO_CHARACTERS: Final = 0.2


def names(count: int, rng: np.random.Generator) -> pa.Array:
    """Make names: most of two or three characters, some surnames far more often than others, some with a dot."""
    surname = _of(list(_SURNAMES), count, rng)
    first = _of(list(_GIVEN), count, rng)
    second = pc.if_else(pa.array(rng.random(count) < _TWO_CHARACTERS), "", _of(list(_GIVEN), count, rng))
    dotted = pa.array(rng.random(count) < _WITH_DOT)
    plain = pc.binary_join_element_wise(surname, first, second, "")
    parts = [_of(_SYLLABLES, count, rng) for _ in range(2)]
    return pc.if_else(dotted, pc.binary_join_element_wise(*parts, DOT), plain)


def another_character(old: str, rng: np.random.Generator) -> str:
    """Take a character of given names that is not this one."""
    found = old
    while found == old:
        found = _GIVEN[rng.integers(len(_GIVEN))]
    return found


def numbers(people: Any) -> pa.Array:
    """Write the numbers of people, each an integer below NUMBERS."""
    day, sequence = np.divmod(people, SEQUENCES)
    county, day = np.divmod(day, DAYS)
    born = (FIRST_BIRTH + day).astype("datetime64[D]")
    month = born.astype("datetime64[M]")
    year = born.astype("datetime64[Y]").astype(np.int64) + 1970
    whole = year * 10_000 + (month.astype(np.int64) % 12 + 1) * 100 + (born - month).astype(np.int64) + 1
    bodies = ((int(RESERVED_PREFIX) * 10_000 + county) * 10**8 + whole) * SEQUENCES + sequence
    return digits.text(bodies * digits.BASE + digits.endings(bodies))


def _of(words: list[str], count: int, rng: np.random.Generator) -> pa.Array:
    """Draw words, the first ones more often: the odds fall with the place in the list."""
    odds = 1 / (np.arange(len(words)) + len(words) / 8)
    return pa.array(words).take(pa.array(rng.choice(len(words), count, p=odds / odds.sum())))
