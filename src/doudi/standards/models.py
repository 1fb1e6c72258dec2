"""Proposed and released values. Rows are only ever added: a correction is a new row that names the row it replaces."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from doudi.accounts.models import Officer
from doudi.audit.append_only import AppendOnly
from doudi.kernel.patterns import COUNTY_OR_ABOVE, DIGEST, SOMETHING, WORD

NOTHING_REPLACED = 0
NO_ACCOUNT = 0


HAVE_ACCOUNTS = Q(proposer_number__gt=NO_ACCOUNT, signer__isnull=False)
NO_FILE = Q(file_digest="", file_sha256="", file_type="", file_name="", file_size=0)
WHOLE_FILE = Q(
    file_digest__regex=DIGEST, file_sha256__regex=DIGEST, file_size__gt=0,
    file_type__in=["image/jpeg", "image/png", "application/pdf"],
)  # fmt: skip
TWO_PEOPLE = Q(HAVE_ACCOUNTS & ~Q(signer=F("proposer_number"))) | Q(~HAVE_ACCOUNTS & ~Q(signed_by=F("proposed_by")))


class Proposal(models.Model):
    """A value that somebody proposes to publish for a place; it binds nobody until a second person releases it.

    `value` and `per` are written as in packs; no value withdraws the row it replaces. `authority` is the place whose
    government publishes: the place itself, or one above it that sets the value for it. `proposer` is the officer whose
    account proposed; none on the command line, where `proposed_by` is what was typed. `file_digest` names the file of
    the document in the vault; none where nobody handed it in, and then who signs has to have seen the original.
    """

    replaces_id: int | None
    proposer_id: int | None
    place = models.CharField("行政区划", max_length=6)
    authority = models.CharField("公布机关所在区划", max_length=6)
    parameter = models.CharField("参数", max_length=100)
    value = models.TextField("值", blank=True)
    per = models.CharField("期间", max_length=5, blank=True)
    in_force_on = models.DateField("施行日期")
    until_on = models.DateField("失效日期", null=True, blank=True)
    document_title = models.TextField("文件标题")
    document_number = models.TextField("文号", blank=True)
    document_file = models.TextField("文件存放处", blank=True)
    document_on = models.DateField("文件日期")
    file_digest = models.CharField("文件原文的保管摘要", max_length=64, blank=True, db_default="")
    file_sha256 = models.CharField("文件原文的 SHA-256", max_length=64, blank=True, db_default="")
    file_type = models.CharField("文件原文的格式", max_length=30, blank=True, db_default="")
    file_name = models.CharField("文件原文的文件名", max_length=200, blank=True, db_default="")
    file_size = models.PositiveIntegerField("文件原文的字节数", db_default=0)
    cites = models.TextField("设定依据")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="更正")
    replaced = models.GeneratedField(
        expression=Coalesce("replaces_id", NOTHING_REPLACED),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name="更正的行（0 为无）",
    )
    proposed_by = models.CharField("提出人", max_length=50)
    proposed_office = models.CharField("提出人单位", max_length=100)
    proposer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人的账号"
    )
    proposer_number = models.GeneratedField(
        expression=Coalesce("proposer_id", NO_ACCOUNT),
        output_field=models.BigIntegerField(),
        db_persist=True,
        verbose_name="提出人的账号（0 为命令行）",
    )
    proposed_on = models.DateField("提出日期")
    proposed_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "拟公布的标准"
        verbose_name_plural = "拟公布的标准"
        triggers: ClassVar = [AppendOnly()]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place__regex=COUNTY_OR_ABOVE, authority__regex=COUNTY_OR_ABOVE),
                name="proposal_place_is_a_code",
            ),
            models.CheckConstraint(condition=Q(per__in=["", "month", "year"]), name="proposal_per_month_or_year"),
            models.CheckConstraint(condition=Q(until_on__gt=F("in_force_on")), name="proposal_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(document_on__lte=F("proposed_on")), name="proposal_follows_its_document"
            ),
            models.CheckConstraint(
                condition=Q(value__regex=SOMETHING) | Q(value="", replaces__isnull=False),
                name="proposal_without_value_withdraws",
            ),
            models.CheckConstraint(
                condition=Q(document_title__regex=SOMETHING, cites__regex=SOMETHING, parameter__regex=SOMETHING),
                name="proposal_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__regex=WORD, proposed_office__regex=SOMETHING), name="proposal_is_signed"
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="proposal_replaces_another"),
            models.CheckConstraint(condition=NO_FILE | WHOLE_FILE, name="proposal_file_is_whole_or_none"),
            # What the foreign keys of several columns point at (see the migration).
            models.UniqueConstraint(
                fields=["id", "proposed_by", "proposer_number", "replaced"], name="proposal_key_for_release"
            ),
            models.UniqueConstraint(fields=["id", "place", "parameter"], name="proposal_key_for_correction"),
        ]

    def __str__(self) -> str:
        """Say where, what and from when."""
        return f"{self.place} {self.parameter} {self.in_force_on}"


def _unless_in(table: str) -> str:
    """Say to the database that a proposal ends one way only: `table` is where the other ending stands."""
    return (
        f"IF EXISTS (SELECT 1 FROM {table} WHERE proposal_id = NEW.proposal_id) THEN"  # noqa: S608 our own table
        " RAISE EXCEPTION 'proposal_ends_once' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
    )


SEEN = (
    "IF NOT NEW.original_seen AND EXISTS"
    " (SELECT 1 FROM standards_proposal WHERE id = NEW.proposal_id AND file_digest = '') THEN"
    " RAISE EXCEPTION 'release_saw_its_document' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
)
"""A value without its file is signed by who says that they saw the original. What was signed before is left."""


class Release(models.Model):
    """The second signature, which puts a proposal in force. `proposed_by`, `proposer_number` and `replaced` repeat it.

    The database holds them equal to the proposal's, so that it can itself refuse a proposer who signs, and a value that
    is corrected twice. Two officers are told apart by their accounts, whatever they are called; whoever signs on the
    command line by name and office.
    """

    proposal_id: int
    signer_id: int | None
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="release", verbose_name="拟公布的标准")
    proposed_by = models.CharField("提出人", max_length=50)
    proposer_number = models.BigIntegerField("提出人的账号（0 为命令行）", db_default=NO_ACCOUNT)
    replaced = models.BigIntegerField("更正的行（0 为无）")
    signer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人的账号"
    )
    signed_by = models.CharField("签发人", max_length=50)
    signed_office = models.CharField("签发人单位", max_length=100)
    signed_on = models.DateField("签发日期")
    original_seen = models.BooleanField("签发人在别处看过文件原件", db_default=False)
    signed_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "已公布的标准"
        verbose_name_plural = "已公布的标准"
        triggers: ClassVar = [
            AppendOnly(),
            pgtrigger.Trigger(
                name="release_of_a_living_proposal", operation=pgtrigger.Insert, when=pgtrigger.Before,
                func=_unless_in("standards_dropping"),
            ),
            pgtrigger.Trigger(
                name="release_saw_its_document", operation=pgtrigger.Insert, when=pgtrigger.Before, func=SEEN
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(condition=TWO_PEOPLE, name="release_has_a_second_signer"),
            models.CheckConstraint(
                condition=Q(signed_by__regex=WORD, signed_office__regex=SOMETHING), name="release_is_signed"
            ),
            models.UniqueConstraint(
                fields=["replaced"], condition=Q(replaced__gt=NOTHING_REPLACED), name="release_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        """Name the proposal."""
        return f"{self.proposal_id} {self.signed_on}"


class Dropping(models.Model):
    """A proposal that will not be released 撤回、不予签发: taken back by who proposed it, or declined by another."""

    proposal_id: int
    by_id: int | None
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="dropping", verbose_name="拟公布的标准")
    is_own = models.BooleanField("提出人撤回")
    reason = models.TextField("理由")
    by = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人的账号"
    )
    dropped_by = models.CharField("办理人", max_length=50)
    dropped_office = models.CharField("办理人单位", max_length=100)
    dropped_on = models.DateField("办理日期")
    dropped_at = models.DateTimeField("录入时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = "不公布的标准"
        verbose_name_plural = "不公布的标准"
        triggers: ClassVar = [
            AppendOnly(),
            pgtrigger.Trigger(
                name="dropping_of_a_waiting_proposal", operation=pgtrigger.Insert, when=pgtrigger.Before,
                func=_unless_in("standards_release"),
            ),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__regex=SOMETHING, dropped_by__regex=WORD, dropped_office__regex=SOMETHING),
                name="dropping_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        """Say who dropped which."""
        return f"{self.proposal_id} {self.dropped_by}"
