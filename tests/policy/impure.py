"""Functions that are no rules, each for one reason, and a few that are. THINGS says line (from `def`) and reason."""

from __future__ import annotations

# ruff: noqa: ANN001, PLR0133, PLC3002, RET503, SIM, PLR2004, PLR1730, C408, FURB
# pyright: reportUnusedExpression=false, reportUndefinedVariable=false, reportReturnType=false
from doudi.policy.arithmetic import contains, rounded, share
from doudi.policy.types import Fen
from tests.policy.tinylaw.words import Register

CAP = 1000
THINGS: dict[str, tuple[int, str]] = {
    "divides": (1, "divides with /"),
    "holds_a_float": (1, "holds the constant 0.5"),
    "holds_a_number_of_the_law": (2, "holds the number 60; a number of the law is a parameter"),
    "holds_text": (1, "holds the constant 'x'"),
    "holds_none": (1, "holds the constant None"),
    "calls_round": (1, "calls round"),
    "calls_a_method": (1, "calls amount.bit_length"),
    "calls_what_it_was_given": (1, "calls min"),
    "loops": (1, "uses While"),
    "loops_over": (1, "uses For"),
    "comprehends": (1, "uses "),
    "assigns_on": (1, "uses AugAssign"),
    "annotates": (1, "uses AnnAssign"),
    "calls_what_it_made": (1, "calls lambda: amount"),
    "takes_to_a_power": (1, "uses Pow"),
    "looks_inside": (1, "uses Subscript"),
    "formats": (1, "uses JoinedStr"),
    "makes_a_lambda": (1, "uses Lambda"),
    "makes_a_function": (1, "uses FunctionDef"),
    "raises": (1, "uses Raise"),
    "imports": (1, "uses Import"),
    "tries": (1, "uses Try"),
    "unpacks": (1, "uses Starred"),
    "asks_for_identity": (2, "uses Is"),
    "reads_a_global": (1, "reads CAP"),
    "reads_what_no_vocabulary_has": (1, "reads amount.real, which is not a code"),
    "reads_a_code_of_a_code": (1, "reads Register.URBAN.value, which is not a code"),
    "has_a_default": (0, "gives an argument a default"),
    "takes_by_name_only": (0, "takes arguments other than plain ones"),
    "takes_by_position_only": (0, "takes arguments other than plain ones"),
    "takes_any_number": (0, "takes arguments other than plain ones"),
    "takes_anything": (0, "takes arguments other than plain ones"),
    "does_not_say_its_types": (0, "does not say the type of amount, other"),
    "may_end_without_a_result": (1, "may end without a result"),
    "ends_without_a_result": (1, "may end without a result"),
    "says_only_what_it_is": (1, "may end without a result"),
    "half_returns": (1, "may end without a result"),
    "waits": (0, "is a AsyncFunctionDef; a rule is a plain function"),
}


def divides(amount: Fen) -> Fen:
    return amount / 2


def holds_a_float(amount: Fen) -> Fen:
    return amount * 0.5


def holds_a_number_of_the_law(amount: Fen) -> Fen:
    """Say something first."""
    return max(amount, 60)


def holds_text(amount: Fen) -> Fen:
    return "x"


def holds_none(amount: Fen) -> Fen:
    return None


def calls_round(amount: Fen) -> Fen:
    return round(amount)


def calls_a_method(amount: Fen) -> Fen:
    return amount.bit_length()


def calls_what_it_was_given(min: Fen) -> Fen:  # noqa: A002 the thing that is refused
    return min(min, 1)


def loops(amount: Fen) -> Fen:
    while amount > 0:
        amount = amount - 1
    return amount


def loops_over(amount: Fen) -> Fen:
    for item in (1, 2):
        amount = amount + item
    return amount


def comprehends(amount: Fen) -> Fen:
    return max([amount for _ in (1, 2)])


def assigns_on(amount: Fen) -> Fen:
    amount += 1
    return amount


def annotates(amount: Fen) -> Fen:
    twice: int = 2 * amount
    return twice


def takes_to_a_power(amount: Fen) -> Fen:
    return amount**2


def looks_inside(amount: Fen) -> Fen:
    return amount[0]


def formats(amount: Fen) -> Fen:
    return f"{amount}"


def makes_a_lambda(amount: Fen) -> Fen:
    return max(0, lambda: amount)


def calls_what_it_made(amount: Fen) -> Fen:
    return (lambda: amount)()


def makes_a_function(amount: Fen) -> Fen:
    def inside() -> Fen:
        return amount

    return inside()


def raises(amount: Fen) -> Fen:
    raise ValueError


def imports(amount: Fen) -> Fen:
    import math  # noqa: F401, PLC0415 the thing that is refused

    return amount


def tries(amount: Fen) -> Fen:
    try:
        return amount
    finally:
        amount = 0


def unpacks(amount: Fen) -> Fen:
    return max(*amount)


def asks_for_identity(amount: Fen) -> bool:
    twice = 2 * amount
    return twice is amount


def reads_a_global(amount: Fen) -> Fen:
    return min(amount, CAP)


def reads_what_no_vocabulary_has(amount: Fen) -> Fen:
    return amount.real


def reads_a_code_of_a_code(amount: Fen) -> Fen:
    return Register.URBAN.value


def has_a_default(amount: Fen, cap: Fen = 1000) -> Fen:
    return min(amount, cap)


def takes_by_name_only(*, amount: Fen) -> Fen:
    return amount


def takes_by_position_only(amount: Fen, /) -> Fen:
    return amount


def takes_any_number(*amounts: Fen) -> Fen:
    return max(amounts)


def takes_anything(**amounts: Fen) -> Fen:
    return max(amounts)


def does_not_say_its_types(amount, other) -> Fen:
    return amount + other


def may_end_without_a_result(amount: Fen) -> Fen:
    if amount > 0:
        return amount


def ends_without_a_result(amount: Fen) -> Fen:
    return


def says_only_what_it_is(amount: Fen) -> Fen:
    """Say what it is."""


def half_returns(amount: Fen) -> Fen:
    if amount > 0:
        return amount
    else:
        amount = 0


async def waits(amount: Fen) -> Fen:
    return amount


def all_that_is_allowed(amount: Fen, mask: Fen, small: bool) -> Fen:
    """Use each thing that is allowed."""
    twice = -abs(amount) + 2 * amount - amount % 12 // 1
    if small and not (contains(mask, 1) or amount == 0) and 0 <= amount < twice != 1:
        return rounded(numerator=twice, denominator=12, mode=1) if small else share(amount, mask)
    return max(min(amount, twice), 0) if True and amount > 0 >= 0 else 0


def both_branches_return(amount: Fen) -> Fen:
    if amount > 0:
        return amount
    elif amount == 0:
        return 1
    else:
        return 0


def a_code_of_a_vocabulary(register: Register) -> bool:
    return register == Register.URBAN
