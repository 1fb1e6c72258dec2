"""The root of all expected errors: each says in a sentence what is wrong, and its kind says who can act.

A leaf class lives beside the act that raises it, gives a stable `code`, and a Chinese `sentence` whose
`{fields}` are filled from the keywords it is raised with::

    class NoticeStillOpen(NotNow):
        '''The notice 公示 has not ended on the day of the decision.'''

        code = "casework.notice_still_open"
        sentence = "公示至 {ends} 才结束，现在还不能确认。"

    raise NoticeStillOpen(ends="2024-03-08")
"""


class DoudiError(Exception):
    """Something expected went wrong; `str(error)` is a sentence for people. Anything else is a bug and may crash."""

    code: str = "doudi"
    sentence: str = "操作没有完成。"

    def __init__(self, **fields: object) -> None:
        """Fill the sentence of the class with `fields` and keep them for interfaces and logs."""
        self.fields = fields
        self.sentence = type(self).sentence.format(**fields)
        super().__init__(self.sentence)

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way between processes, with the fields that made it."""
        return _again, (type(self), self.fields)


class NotAllowed(DoudiError):
    """This person or this level may not do it; somebody else may."""

    code = "not_allowed"
    sentence = "无权进行这项操作。"


class NotNow(DoudiError):
    """Not in this state or not on this day; it may become possible later."""

    code = "not_now"
    sentence = "现在还不能进行这项操作。"


class NotKnown(DoudiError):
    """Something needed was never told to the system: a place, a day, a value."""

    code = "not_known"
    sentence = "系统中没有这项内容。"


class Refused(DoudiError):
    """What was handed in is wrong by itself and stays wrong; it has to be corrected."""

    code = "refused"
    sentence = "填写的内容有误。"


def _again(kind: type[DoudiError], fields: dict[str, object]) -> DoudiError:
    return kind(**fields)
