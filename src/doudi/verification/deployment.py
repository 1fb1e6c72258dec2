"""What this installation has arranged with each source: whom to call, how fresh, how long kept; sources.yaml.

    vehicles: {contact: 区交警大队信息科 , fresh_days: 31, kept_days: 180}

No text that was read gives these periods, so nothing stands in for one that is not written here: without `kept_days`
nothing of a source is stored, without `fresh_days` nothing is called late.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from doudi.kernel.errors import NotKnown
from doudi.policy.flaws import Flaws
from doudi.policy.packfile import Node, read
from doudi.verification.sourceentries import Source

KEYS = ("contact", "fresh_days", "kept_days")


class RetentionNotGiven(NotKnown):
    """Neither a text nor this installation says how long the answers of a source are kept."""

    code = "verification.retention_not_given"
    sentence = (
        "“{label}”的数据保存多久，没有文件规定，部署设置里也没有写，不能接收；"
        "请在 {file} 写明 {name}: {{kept_days: 天数}}。"
    )


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What was arranged with one source; None where nothing was."""

    contact: str | None = None
    fresh: timedelta | None = None
    kept: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Arrangements:
    """What was arranged with each source, and in which file."""

    file: Path
    by_source: dict[str, Arrangement] = field(default_factory=dict[str, Arrangement])

    def contact(self, source: Source) -> str | None:
        """Return whom to call."""
        return self._of(source).contact

    def fresh(self, source: Source) -> timedelta | None:
        """Return how old its answers may be: by a text, else as arranged."""
        return source.fresh.days if source.fresh else self._of(source).fresh

    def kept(self, source: Source) -> timedelta | None:
        """Return how long its answers are held: by a text, else as arranged."""
        return source.kept.days if source.kept else self._of(source).kept

    def require_kept(self, source: Source) -> timedelta:
        """Return how long its answers are held. Raises RetentionNotGiven."""
        found = self.kept(source)
        if found is None:
            raise RetentionNotGiven(label=source.label, name=source.name, file=self.file)
        return found

    def _of(self, source: Source) -> Arrangement:
        return self.by_source.get(source.name, Arrangement())


def arrangements(file: Path, sources: Collection[str]) -> Arrangements:
    """Read the file; one that is not there arranges nothing. Raises PackRefused with every flaw."""
    flaws, found = Flaws(), dict[str, Arrangement]()
    if file.exists():
        with flaws.noting(str(file)):
            for name, node in read(file.absolute(), file.absolute().parent).items():
                with flaws.noting():
                    found[name] = _arrangement(name, node, sources)
    flaws.refuse_if_any()
    return Arrangements(file, found)


def _arrangement(name: str, node: Node, sources: Collection[str]) -> Arrangement:
    if name not in sources:
        raise node.flaw(f"没有“{name}”这个来源")
    node.only(*KEYS)
    return Arrangement(node.maybe_text("contact"), _days(node, "fresh_days"), _days(node, "kept_days"))


def _days(node: Node, key: str) -> timedelta | None:
    given = node.get(key)
    if given is None:
        return None
    if given.integer() < 1:
        raise given.flaw("天数应大于 0")
    return timedelta(given.integer())
