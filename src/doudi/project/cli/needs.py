"""Names that commands over many households are given and that packs must know."""

from __future__ import annotations

from doudi.kernel.errors import NotKnown


class ProgrammeUnknown(NotKnown):
    """No pack has a programme of this name."""

    code = "cli.programme_unknown"
    sentence = "没有项目“{name}”。现有：{known}。"
