"""`doudi accounts …`: offices, accounts and posts, for the first administrator and whatever pages do not do yet.

Who can run it has the keys of the installation anyway: it acts as the system, and every act leaves its event.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from doudi.accounts.roles import OfficeKind, Role
from doudi.kernel import clock
from doudi.kernel.errors import NotKnown, NotNow
from doudi.project.cli import published
from doudi.project.cli.given import day

if TYPE_CHECKING:
    from doudi.accounts.models import Office, Officer

SCOPES = ("file", "read_applications", "read_cases")
"""As `accounts.models.TokenScope` has them; models cannot be imported before Django is set up."""
VERBS = "open-office|open-account|appoint|end|reset|link|issue-token|revoke-token|name-place|list"


class NoSuchLogin(NotKnown):
    """No officer has this login name."""

    code = "cli.no_such_login"
    sentence = "没有登录名为“{login}”的工作人员。"


class NoSuchNumber(NotKnown):
    """No office or post has this number."""

    code = "cli.no_such_number"
    sentence = "没有第 {number} 号{what}；先看 doudi accounts list。"


class NoProvider(NotNow):
    """There is no provider of identities to be linked to."""

    code = "cli.no_provider"
    sentence = "还没有设置统一身份认证（DOUDI_OIDC_ISSUER），不能绑定。"


def arguments(parser: argparse.ArgumentParser) -> None:
    """One verb, and what it needs."""
    verbs = parser.add_subparsers(metavar=VERBS, required=True)
    verb = _verb(verbs, "open-office", "open an office at a place 设立单位", _open_office)
    verb.add_argument("kind", choices=OfficeKind.values, help="kind 类别")
    verb.add_argument("name", help="its name 名称")
    verb.add_argument("place", metavar="CODE", help="division code 行政区划代码")
    verb = _verb(verbs, "open-account", "open an account, print its first password 开户，显示初始密码", _open_account)
    verb.add_argument("login", help="login name 登录名")
    verb.add_argument("name", help="name of the person 姓名")
    verb.add_argument("place", metavar="CODE", help="where they work 所在区划")
    verb = _verb(verbs, "appoint", "give somebody a role at an office 任职", _appoint)
    verb.add_argument("login", help="login name 登录名")
    verb.add_argument("role", choices=Role.values, help="role 角色")
    verb.add_argument("office", type=int, help="number of the office 单位编号")
    verb = _verb(verbs, "end", "end a post from today on 免职", _end)
    verb.add_argument("post", type=int, help="number of the post 任职编号")
    verb.add_argument("--undo", metavar="REASON", help="undo today's appointment, saying why 撤销今天的任命（原因）")
    verb = _verb(verbs, "reset", "print a new first password 重设密码", _reset)
    verb.add_argument("login", help="login name 登录名")
    verb.add_argument("--factor", action="store_true", help="take the authenticator away too 同时解除动态口令")
    verb = _verb(verbs, "link", "let somebody sign in by OIDC 绑定统一身份", _link)
    verb.add_argument("login", help="login name 登录名")
    verb.add_argument("subject", help="what the provider calls them (`sub`) 对方的用户标识")
    _token_arguments(verbs)
    verb = _verb(verbs, "name-place", "enter a township or village 录入乡镇、村", _name_place)
    verb.add_argument("place", metavar="CODE", help="9 or 12 digits 9 位或 12 位代码")
    verb.add_argument("name", help="its name 名称")
    verb = _verb(verbs, "list", "offices and who has which post 单位和任职", _list)
    verb.add_argument("--place", default="000000", metavar="CODE", help="of a place and below 某地及以下")


def _token_arguments(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verb = _verb(verbs, "issue-token", "issue a token of the interface, print it once 签发接口令牌，只显示一次", _issue)
    verb.add_argument("office", type=int, help="number of the office 单位编号")
    verb.add_argument("login", help="login name of who answers for it 责任人的登录名")
    verb.add_argument("purpose", help="what for 用途")
    verb.add_argument("--scope", action="append", required=True, choices=SCOPES, help="what it may do 权限，可重复")
    verb.add_argument("--until", type=day, required=True, metavar="DATE", help="first day it is no good 失效日期")
    verb = _verb(verbs, "revoke-token", "revoke a token at once 吊销接口令牌", _revoke)
    verb.add_argument("token", type=int, help="number of the token 令牌编号")


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    summary: str,
    act: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=summary, description=summary)
    parser.set_defaults(act=act)
    return parser


def call(options: argparse.Namespace) -> None:
    """Connect, and act as the system on the day of business."""
    published.connect()
    from doudi.audit.actor import Actor, acting

    options.on = clock.today(os.environ)
    with acting(Actor.system("doudi accounts"), on=options.on):
        options.act(options)


def _open_office(options: argparse.Namespace) -> None:
    from doudi.accounts.services.open_office import open_office

    office = open_office(kind=options.kind, name=options.name, place=options.place, by=None, on=options.on)
    print(f"已设立第 {office.pk} 号单位：{office.name}。")


def _open_account(options: argparse.Namespace) -> None:
    from doudi.accounts.services.open_officer_account import open_officer_account
    from doudi.accounts.services.reset_password import initial_password

    password = initial_password()
    officer = open_officer_account(
        login=options.login, name=options.name, password=password, place=options.place, by=None, on=options.on
    )
    print(f"已为{officer.name}开户。登录名 {options.login}，初始密码 {password}，首次登录须更换。")


def _appoint(options: argparse.Namespace) -> None:
    from doudi.accounts.services.appoint import appoint

    office = _office(options.office)
    post = appoint(officer=_officer(options.login), office=office, role=options.role, by=None, on=options.on)
    print(f"第 {post.pk} 号任职：{post.officer.name}，{office.name}，{post.get_role_display()}，{options.on} 起。")


def _end(options: argparse.Namespace) -> None:
    from doudi.accounts.models import Post
    from doudi.accounts.services.end_post import end_post
    from doudi.accounts.services.undo_appointment import undo_appointment

    post = Post.objects.select_related("office").filter(pk=options.post).first()
    if post is None:
        raise NoSuchNumber(number=options.post, what="任职")
    if options.undo is not None:
        undo_appointment(post=post, because=options.undo, by=None, on=options.on)
        print(f"第 {post.pk} 号任职的任命已撤销，马上生效。")
        return
    end_post(post=post, by=None, on=options.on)
    print(f"第 {post.pk} 号任职自 {options.on} 起免去。")


def _reset(options: argparse.Namespace) -> None:
    from doudi.accounts.services.remove_second_factor import remove_second_factor
    from doudi.accounts.services.reset_password import reset_password
    from doudi.kernel.divisions import NATION

    officer = _officer(options.login)
    if options.factor:
        remove_second_factor(officer=officer, place=NATION, by=None, on=options.on)
    password = reset_password(officer=officer, place=NATION, by=None, on=options.on)
    print(f"{officer.name}的新初始密码 {password}，下次登录须更换。")


def _link(options: argparse.Namespace) -> None:
    from django.conf import settings

    from doudi.accounts.services.link_identity import link_identity
    from doudi.kernel.divisions import NATION

    if settings.DOUDI_OIDC is None:
        raise NoProvider
    officer, issuer = _officer(options.login), settings.DOUDI_OIDC.issuer
    link_identity(account=officer.account, issuer=issuer, subject=options.subject, place=NATION, by=None, on=options.on)
    print(f"{officer.name}可以用 {issuer} 的身份登录。")


def _issue(options: argparse.Namespace) -> None:
    from doudi.accounts.services.issue_token import issue_token

    made, token = issue_token(
        office=_office(options.office), officer=_officer(options.login), scopes=options.scope,
        purpose=options.purpose, until=options.until, by=None, on=options.on,
    )  # fmt: skip
    print(f"第 {made.pk} 号令牌，{options.until} 起失效。请妥善保管，以后不再显示：\n{token}")


def _revoke(options: argparse.Namespace) -> None:
    from doudi.accounts.models import ApiToken
    from doudi.accounts.services.revoke_token import revoke_token

    token = ApiToken.objects.filter(pk=options.token).first()
    if token is None:
        raise NoSuchNumber(number=options.token, what="令牌")
    revoke_token(token=token, by=None, on=options.on)
    print(f"第 {token.pk} 号令牌已吊销，立即失效。")


def _name_place(options: argparse.Namespace) -> None:
    from doudi.accounts.queries import full_name
    from doudi.accounts.services.name_township import name_township

    name_township(code=options.place, name=options.name, by=None, on=options.on)
    print(f"{options.place} {full_name(options.place, options.on)}")


def _list(options: argparse.Namespace) -> None:
    from doudi.accounts.queries import offices_under, posts_under

    held: dict[int, list[str]] = {}
    for post in posts_under(options.place, options.on):
        line = f"  任职 {post.pk}\t{post.get_role_display()}\t{post.officer.name}\t{post.officer.account.login}"
        held.setdefault(post.office_id, []).append(line)
    offices = offices_under(options.place, options.on)
    lines = ["\n".join((f"单位 {o.pk}\t{o.place}\t{o.name}", *held.get(o.pk, ()))) for o in offices]
    print("\n".join(lines) or "还没有单位。先设立一个：doudi accounts open-office --help")


def _office(number: int) -> Office:
    from doudi.accounts.models import Office

    office = Office.objects.filter(pk=number).first()
    if office is None:
        raise NoSuchNumber(number=number, what="单位")
    return office


def _officer(login: str) -> Officer:
    from doudi.accounts.queries import officer_named

    officer = officer_named(login)
    if officer is None:
        raise NoSuchLogin(login=login)
    return officer
