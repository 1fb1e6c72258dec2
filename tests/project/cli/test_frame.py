"""The frame of the command line: help, the exit status of an expected error, and what is loaded when."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from doudi.kernel.errors import Refused
from doudi.project import cli
from doudi.project.bundle.source import ROOT


class TooBad(Refused):
    """An expected error for these tests."""

    code = "tests.too_bad"
    sentence = "{what}不行，请改正。"


class Command:
    """A command module made up for these tests."""

    def __init__(self, outcome: object) -> None:
        self.outcome = outcome

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=1)

    def call(self, _options: argparse.Namespace) -> object:
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    def made(outcome: object) -> None:
        monkeypatch.setattr(cli, "_module", lambda _name: Command(outcome))

    return made


def test_help_names_every_command_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["--help"])

    shown = capsys.readouterr().out
    assert end.value.code == 0
    for name, summary in cli.COMMANDS.items():
        assert name in shown
        assert not summary.isascii()


def test_every_command_named_in_help_has_its_file() -> None:
    for name in cli.COMMANDS:
        module = cli._module(name)

        assert callable(module.call)
        assert name == cli.PASSED_ON or callable(module.arguments)


def test_help_loads_neither_django_nor_the_engine() -> None:
    code = (
        "import sys\nfrom doudi.project.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'doudi.policy', 'yaml', 'gunicorn')))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)

    assert done.returncode == 0


def test_an_expected_error_is_its_sentence_on_stderr_and_status_2(
    command: Callable[[object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(TooBad(what="这样"))

    status = cli.main(["doctor"])

    shown = capsys.readouterr()
    assert (status, shown.err, shown.out) == (2, "这样不行，请改正。\n", "")


def test_a_bug_keeps_its_traceback(command: Callable[[object], None]) -> None:
    command(ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        cli.main(["doctor"])


@pytest.mark.parametrize(("outcome", "status"), [(None, 0), (0, 0), (1, 1), (KeyboardInterrupt(), 130)])
def test_what_a_command_returns_is_the_exit_status(
    command: Callable[[object], None], outcome: object, status: int
) -> None:
    command(outcome)

    assert cli.main(["doctor", "--times", "3"]) == status


@pytest.mark.parametrize("words", [[], ["nonsense"], ["doctor", "--nonsense"]])
def test_words_the_command_line_does_not_know_end_with_status_2(
    command: Callable[[object], None], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command(0)

    with pytest.raises(SystemExit) as end:
        cli.main(words)

    assert end.value.code == 2
    assert "usage: doudi" in capsys.readouterr().err


def test_manage_hands_every_word_to_django(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    monkeypatch.setattr("doudi.project.cli.manage.execute_from_command_line", heard.append)

    status = cli.main(["manage", "--help", "migrate"])

    assert status == 0
    assert heard == [["doudi manage", "--help", "migrate"]]


NAMES_WHAT_LOADS_DJANGO = """
import json, sys
from doudi.project.cli import main
for words in json.loads(sys.argv[1]):
    main(words)
    if "django" in sys.modules:
        sys.exit(" ".join(words))
"""


def test_what_needs_no_database_loads_no_django() -> None:
    household = ["assess", str(ROOT / "examples" / "heze-2024.json")]
    household += ["--place", "371703", "--on", "2024-03-01", "--packs-only"]
    commands = [["facts", "schema"], ["packs", "show"], household]
    program = [sys.executable, "-c", NAMES_WHAT_LOADS_DJANGO, json.dumps(commands)]

    done = subprocess.run(program, check=False, capture_output=True)

    assert done.returncode == 0, done.stderr
