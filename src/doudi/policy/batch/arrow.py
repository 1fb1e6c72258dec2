"""Arrow's compute functions, which Arrow makes when it is imported, so that type checkers do not see them."""

# pyright: basic

from __future__ import annotations

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
