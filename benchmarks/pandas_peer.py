"""The exact pass as one writes it with pandas: the same reading of numbers, the same names, the same report.

Written to be as fast as pandas allows: text in Arrow's columns, what is right as it stands is not cleaned, and names
are written alike only where a number is in the roll.
"""

# pyright: basic, reportMissingImports=false

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from doudi.kernel.residentid import CHECKS, WEIGHTS
from doudi.registry.names import VARIANTS

NOISE = "[\\s'\"`\u00b4‘’“”\\-\u200b\u200e\u200f\ufeff]+"
SEPARATORS = "[\\s·•‧・⋅∙●。.,'\\-\u200b\ufeff]+"
SHORT = 15


def match(roll_file: Path, source_file: Path, out: Path) -> pd.DataFrame:
    """Write the pairs of the exact pass, and return them."""
    roll, source = (pd.read_parquet(file, dtype_backend="pyarrow") for file in (roll_file, source_file))
    roll["number"], source["number"] = numbers(roll["number"]), numbers(source["number"])
    right = source[source["number"].notna()].reset_index(names="row")
    pairs = roll[roll["number"].notna()].merge(right, on="number", suffixes=("", "_given"))
    same = names(pairs["name"]) == names(pairs["name_given"])
    pairs["verdict"] = np.where(same, "accepted", "review")
    found = pairs[["id", "row", "verdict"]]
    found.to_parquet(out, compression="zstd")
    return found


def numbers(given: pd.Series) -> pd.Series:
    """Return right numbers of eighteen characters, missing where there is none."""
    plain = given.str.fullmatch(r"[1-9][0-9]{16}[0-9X]").fillna(value=False)
    odd = given[~plain].str.normalize("NFKC").str.upper().str.replace(NOISE, "", regex=True)
    short = odd.str.fullmatch(r"[1-9][0-9]{14}").fillna(value=False)
    bodies = odd[short].str.slice(0, 6) + "19" + odd[short].str.slice(6)
    odd[short] = bodies + pd.Series(_checks(bodies), index=bodies.index, dtype=given.dtype)
    whole = given.copy()
    whole[~plain] = odd.where(odd.str.fullmatch(r"[1-9][0-9]{16}[0-9X]").fillna(value=False))
    known = whole[whole.notna()]
    good = (_checks(known.str.slice(0, 17)) == known.str.slice(17).to_numpy(dtype="U1")) & _are_days(known)
    return whole.where(pd.Series(good, index=known.index).reindex(whole.index, fill_value=False))


def names(given: pd.Series) -> pd.Series:
    """Write names alike."""
    narrow = given.str.normalize("NFKC").str.lower()
    return narrow.str.translate(VARIANTS).str.replace(SEPARATORS, "", regex=True)


def _checks(bodies: pd.Series) -> np.ndarray:
    characters = np.ascontiguousarray(bodies.to_numpy(dtype="U17")).view(np.uint32).reshape(-1, 17) - ord("0")
    return np.array(list(CHECKS))[characters @ np.array(WEIGHTS) % len(CHECKS)]


def _are_days(known: pd.Series) -> np.ndarray:
    return pd.to_datetime(known.str.slice(6, 14).astype("object"), format="%Y%m%d", errors="coerce").notna().to_numpy()
