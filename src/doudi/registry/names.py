"""By what words a name is found, and how names are sorted: characters, pinyin, initials; heteronyms, variants.

tokens("單小红")   单小红 小红 shanxiaohong danxiaohong sxh dxh xiaohong xh …
sort_key("单小红") shan xiao hong
"""

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache
from itertools import islice, product
from typing import Final

# Characters alone are looked up: the dictionary of whole words would take half a second and 40 MB of every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, pinyin

LONGEST: Final = 300
MOST_READINGS: Final = 64
"""A long name of many heteronyms has thousands of readings; the first of each character come first."""

_COMPOUND: Final = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 夏侯 澹台 公冶 宗政 濮阳 淳于 单于 太叔 "
    "申屠 仲孙 轩辕 钟离 闾丘 端木 百里 呼延 东郭 南宫 独孤 拓跋 万俟 赫连 第五 左丘 西门 鲜于"
)
COMPOUND_SURNAMES: Final = frozenset(_COMPOUND.split())
SURNAME_READINGS: Final = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "查": "zha", "区": "ou", "盖": "ge", "朴": "piao",
    "缪": "miao", "翟": "zhai", "覃": "qin", "乐": "yue", "员": "yun", "种": "chong", "召": "shao", "繁": "po",
    "重": "chong", "黑": "he", "秘": "bi", "折": "she", "么": "yao", "阚": "kan",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "单于": "chan yu",
}  # fmt: skip
_VARIANTS: Final = (
    "張张 劉刘 陳陈 楊杨 趙赵 黃黄 吳吴 孫孙 馬马 許许 鄭郑 謝谢 韓韩 馮冯 鄧邓 蕭萧 蔣蒋 葉叶 盧卢 鍾钟 鐘钟 陸陆 "
    "譚谭 鄒邹 賴赖 龍龙 賀贺 嚴严 龔龚 湯汤 喬乔 錢钱 閻阎 闫阎 單单 驥骥 國国 華华 麗丽 蘭兰 鳳凤 雲云 榮荣 貴贵 "
    "強强 彊强 偉伟 傑杰 軍军 紅红 東东 業业 義义 蓮莲 蘇苏 濤涛 寶宝 萬万 勝胜 興兴 慶庆 學学 龜龟 齊齐 羅罗 關关 "
    "鄔邬 樂乐 鳴鸣 飛飞 飝飞 禮礼 賢贤 愛爱 蘋苹 風风 運运 連连 長长 開开 廣广 啟启 啓启 峯峰 羣群 堃坤 喆哲 昇升 "
    "陞升 濬浚 菓果 嶽岳 託托 陽阳 陰阴 銀银 鋒锋 鋼钢 瑯琅 璽玺 祿禄 穀谷 麯曲 薑姜 範范 餘余 徵征 剋克 後后 鬥斗 "
    "衛卫 夢梦 燦灿 煒炜 暐炜 曉晓 暁晓 嬌娇 嫻娴 嫺娴 穎颖 頴颖 瓊琼 瑩莹 裡里 裏里 於于 噹当 遲迟 尋寻 彥彦 産产 "
    "產产 兒儿 靜静 甯宁 寧宁 甦苏"
)
VARIANTS: Final = {ord(pair[0]): pair[1] for pair in _VARIANTS.split()}
"""Traditional and variant characters 繁体、异体字, each followed by what it is looked up as."""
_DOTS: Final = "·•‧・⋅∙●。\u2e31\u2e33\ua78f\u318d\u1427\u16eb"
"""What keyboards and programs write for the dot between the parts of a name."""
_UNSEEN: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_SEPARATORS: Final = re.compile(rf"[\s{_DOTS}{_UNSEEN}.,'\-]+")
_ROMAN: Final = re.compile(r"[a-z0-9]+")
_SPELLINGS: Final = (("ü", "v"), ("u:", "v"), ("lyu", "lv"), ("nyu", "nv"))


def folded(text: str) -> str:
    """Write what is typed and what is stored alike: width, case, variants, ü; without separators."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(VARIANTS)
    for written, as_one in _SPELLINGS:
        plain = plain.replace(written, as_one)
    return _SEPARATORS.sub("", plain)


def sort_key(name: str) -> str:
    """Spell a name for sorting, a space between the characters; a surname as surnames are read."""
    surname, given = _parted(name)
    first = SURNAME_READINGS.get(surname) or " ".join(_readings(one)[0] for one in surname)
    return " ".join([first, *(_readings(one)[0] for one in given)]).strip()[:LONGEST]


def tokens(name: str) -> frozenset[str]:
    """List the words somebody of this name is found by; each is also found by its beginning."""
    whole, (_, given) = folded(name), _parted(name)
    parts = [folded(part) for part in _SEPARATORS.split(unicodedata.normalize("NFKC", name)) if part]
    words = {whole, given, *parts}
    spelled = {way for word in (whole, given) for way in _spellings(word)} | _as_surname(name)
    return frozenset(word[:LONGEST] for word in words | spelled if word)


def is_roman(text: str) -> bool:
    """Tell whether pinyin or a number was typed: then one letter would find half the county."""
    return _ROMAN.fullmatch(text) is not None


def _parted(name: str) -> tuple[str, str]:
    whole = folded(name)
    length = 2 if whole[:2] in COMPOUND_SURNAMES and len(whole) > 2 else 1  # noqa: PLR2004 - two characters
    return whole[:length], whole[length:]


def _as_surname(name: str) -> set[str]:
    """Spell with the reading that only the surname has."""
    syllables = sort_key(name).split()
    return {"".join(syllables), "".join(one[0] for one in syllables)}


def _spellings(word: str) -> set[str]:
    ways = islice(product(*(_readings(one) for one in word)), MOST_READINGS)
    return {spelled for way in ways for spelled in ("".join(way), "".join(one[:1] for one in way))}


@cache
def _readings(character: str) -> tuple[str, ...]:
    """Return every reading of a character, the usual one first; what is no character reads as itself."""
    return tuple(folded(one) for one in pinyin(character, style=Style.NORMAL, heteronym=True)[0])
