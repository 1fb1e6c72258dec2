"""A database that somebody else runs: checked, migrated as its owner, used as a role without rights."""

from __future__ import annotations

import psycopg
import pytest

from doudi.project import database
from doudi.project.connection import AddressUnreadable
from doudi.project.postgres import Server, Urls, external
from doudi.project.postgres.ports import free_port


def test_a_named_database_gets_its_tables_from_the_owner_and_serves_the_other_role(
    empty_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.app)
    monkeypatch.setenv("DATABASE_OWNER_URL", empty_database.owner)

    with database.opened() as urls:
        database.migrate(urls)

    with psycopg.connect(empty_database.app) as connection:
        counted = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DROP TABLE procrastinate_jobs")
    assert counted == (0,)


def test_tables_that_cannot_be_made_are_one_sentence(empty_database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database.owner)
    with psycopg.connect(empty_database.owner) as owner:
        owner.execute("CREATE TABLE django_content_type (in_the_way int)")

    with database.opened() as urls, pytest.raises(database.NotPrepared) as failed:
        database.migrate(urls)

    assert str(failed.value).startswith("数据库结构没有更新完成：")
    assert len(str(failed.value).splitlines()) == 1


def test_a_server_older_than_15_is_refused(empty_database: Urls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(external, "OLDEST", 99)

    with pytest.raises(external.DatabaseTooOld, match="99 或更新的版本"):
        external.check_address(empty_database.owner)


def test_a_database_that_cannot_hold_chinese_names_is_refused(server: Server) -> None:
    with psycopg.connect(server.urls.owner, autocommit=True) as owner:
        owner.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
        try:
            with pytest.raises(external.EncodingWrong, match="LATIN1"):
                external.check_address(server.urls.owner.rsplit("/", 1)[0] + "/latin")
        finally:
            owner.execute("DROP DATABASE latin")


def test_a_database_nobody_answers_for_is_a_sentence_without_the_password() -> None:
    with pytest.raises(external.DatabaseUnreachable) as failed:
        external.check_address(f"postgresql://role:secret@127.0.0.1:{free_port()}/doudi")

    assert "secret" not in str(failed.value)
    assert "那里没有数据库在运行，或不接受连接（connection to server at" in str(failed.value)
    assert str(failed.value).endswith("Connection refused）。")


def test_a_wrong_password_is_said_to_be_one(server: Server) -> None:
    with pytest.raises(external.DatabaseUnreachable, match="用户名或密码不对"):
        external.check_address(server.urls.app.replace("doudi_app:", "doudi_app:not"))


def test_a_wrong_address_is_refused_before_anybody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere/else")

    with pytest.raises(AddressUnreadable):
        database.external_urls()


def test_the_environment_of_a_child_has_one_address_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@host/doudi")

    environment = database.child_environment("postgresql://app@host/doudi")

    assert environment["DATABASE_URL"] == "postgresql://app@host/doudi"
    assert "DATABASE_OWNER_URL" not in environment
