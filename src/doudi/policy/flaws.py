"""What is wrong with a pack: file, line, reason. All flaws of a load are told at once."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from doudi.kernel.errors import DoudiError, Refused


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """One thing wrong, at a line of a file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        """Render as compilers do, so that editors can jump to it."""
        return f"{self.file}:{self.line}: {self.reason}"


class FlawFound(Exception):
    """Stops the reading of one entry; the collector notes the flaw and goes on with the next entry."""

    def __init__(self, flaw: Flaw) -> None:
        """Carry the flaw."""
        super().__init__(str(flaw))
        self.flaw = flaw


class PackRefused(Refused):
    """The packs are not loaded at all: half a law is worse than none."""

    code = "packs.refused"
    sentence = "政策包有 {number} 处错误，未载入：\n{flaws}"

    def __init__(self, flaws: list[Flaw]) -> None:
        """List the flaws in order of file and line."""
        self.flaws = sorted(set(flaws))
        super().__init__(number=len(self.flaws), flaws="\n".join(str(flaw) for flaw in self.flaws))

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes."""
        return PackRefused, (self.flaws,)


@dataclass(slots=True)
class Flaws:
    """Collects flaws while packs are read."""

    found: list[Flaw] = field(default_factory=list[Flaw])

    def add(self, file: str, line: int, reason: str) -> None:
        """Note one flaw."""
        self.found.append(Flaw(file, line, reason))

    @contextmanager
    def noting(self, file: str = "", line: int = 0) -> Generator[None]:
        """Note a flaw, or a DoudiError as a flaw at `file` and `line`, and go on after the block."""
        try:
            yield
        except FlawFound as stop:
            self.found.append(stop.flaw)
        except DoudiError as error:
            self.add(file, line, str(error))

    def refuse_if_any(self) -> None:
        """Raise PackRefused if anything was noted."""
        if self.found:
            raise PackRefused(self.found)
