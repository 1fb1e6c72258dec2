"""What commands over many households need beyond the product: packages of columns, and names that packs know."""

from __future__ import annotations

from importlib.util import find_spec

from doudi.kernel.errors import NotKnown, Refused

PACKAGES = ("numpy", "pyarrow")


class BatchPackagesMissing(Refused):
    """numpy or pyarrow is not installed."""

    code = "cli.batch_packages_missing"
    sentence = (
        "这个命令要用 {names}，还没有安装。请在 doudi 的目录里运行 "
        ".venv/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements-batch.lock"
    )


class ProgrammeUnknown(NotKnown):
    """No pack has a programme of this name."""

    code = "cli.programme_unknown"
    sentence = "没有项目“{name}”。现有：{known}。"


def require_batch_packages() -> None:
    """Raise BatchPackagesMissing unless columns can be read; Numba is welcome, and nothing needs it."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise BatchPackagesMissing(names="、".join(missing))
