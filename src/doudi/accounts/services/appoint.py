"""Appoint an officer to a post."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from psycopg.types.range import DateRange

from doudi.accounts.models import Office, Officer, Post
from doudi.accounts.refusals import said
from doudi.accounts.roles import Role
from doudi.accounts.services.administration import require_administrator
from doudi.audit.services.record import record
from doudi.kernel.errors import NotAllowed, NotNow, Refused


class AppointsSelf(NotAllowed):
    """Nobody gives themselves a post."""

    code = "accounts.appoints_self"
    sentence = "不能任命自己，请由另一位账号管理员办理。"


class RoleElsewhere(Refused):
    """The role is not held at this kind or level of office."""

    code = "accounts.role_elsewhere"
    sentence = "“{role}”不在“{office}”这类单位任职。"


class OfficeClosed(NotNow):
    """The office does not exist during the whole time of the post."""

    code = "accounts.office_closed"
    sentence = "“{office}”在这段期间内并不一直存在，不能任职。"


class RolesExclude(NotNow):
    """The officer has a role at that time which excludes this one."""

    code = "accounts.roles_exclude"
    sentence = "{officer}在这段期间内的其他岗位与“{role}”不能由同一人担任。"


class PostHeld(NotNow):
    """The officer has this very post already."""

    code = "accounts.post_held"
    sentence = "{officer}已经在“{office}”担任“{role}”。"


@transaction.atomic
def appoint(
    *, officer: Officer, office: Office, role: str, by: Officer | None, on: date, until: date | None = None
) -> Post:
    """Give an officer a role at an office from a day on. `by` is None on the command line.

    Raises AppointsSelf, RoleElsewhere, OfficeClosed, RolesExclude, PostHeld, and as `require_administrator`."""
    require_administrator(by, at=office.place, on=on)
    if by == officer:
        raise AppointsSelf
    post = Post(officer=officer, office=office, role=Role(role), valid=DateRange(on, until))
    told = {"officer": officer, "office": office, "role": post.get_role_display()}
    with said(
        {
            "post_belongs_to_the_office": RoleElsewhere(**told),
            "post_lies_in_the_life_of_the_office": OfficeClosed(**told),
            "post_roles_are_compatible": RolesExclude(**told),
            "post_held_once": PostHeld(**told),
        }
    ):
        post.save()
    record("accounts.appointed", on=on, subject=post, place=office.place, details={"role": role})
    return post
