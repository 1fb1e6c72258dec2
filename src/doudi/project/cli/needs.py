"""What commands over many households need beyond the product: packages of columns, and names that packs know."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

from doudi.kernel.errors import NotKnown, Refused


class SparkMissing(Refused):
    """pyspark or Java is not installed."""

    code = "cli.spark_missing"
    sentence = (
        "--engine spark 要用 {names}，还没有安装。Java 需要 17 或更新；pyspark 请在 doudi 的目录里运行 "
        ".venv/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements-spark.lock"
    )


class ProgrammeUnknown(NotKnown):
    """No pack has a programme of this name."""

    code = "cli.programme_unknown"
    sentence = "没有项目“{name}”。现有：{known}。"


def spark_lacks() -> list[str]:
    """List what is missing to run on Spark."""
    is_java = shutil.which("java") is not None or "JAVA_HOME" in os.environ
    return [*([] if find_spec("pyspark") else ["pyspark"]), *([] if is_java else ["Java"])]


def require_spark() -> None:
    """Raise SparkMissing unless pyspark and Java are there."""
    if missing := spark_lacks():
        raise SparkMissing(names="、".join(missing))
