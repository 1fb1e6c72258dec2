"""What keeps `doudi serve` from serving, each in one sentence."""

from pathlib import Path

import pytest

from doudi.kernel.errors import DoudiError
from doudi.project import cli
from doudi.project.serve import processes, production
from doudi.project.serve.production import Site
from tests.project.serve import certificate

REAL = {"DOUDI_HOSTS": "jiuzhu.example.gov.cn"}
LOCAL = Site("127.0.0.1:8000")


def refusal(environ: dict[str, str], site: Site) -> DoudiError | None:
    """Return what production refuses, or None where it may serve."""
    try:
        production.require(environ, site)
    except DoudiError as error:
        return error
    return None


def test_a_site_behind_a_proxy_of_this_machine_may_serve() -> None:
    assert refusal(REAL, LOCAL) is None


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_the_loopback_address_needs_no_encryption(bind: str) -> None:
    assert refusal(REAL, Site(bind)) is None


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({}, "DOUDI_HOSTS"),
        ({"DOUDI_HOSTS": "*"}, "不能用 \\*"),
        ({"DOUDI_HOSTS": "a.cn,*"}, "不能用 \\*"),
        ({"DOUDI_HOSTS": " , "}, "DOUDI_HOSTS"),
        ({**REAL, "DOUDI_DEBUG": "1"}, "DOUDI_DEBUG"),
        ({**REAL, "DOUDI_TODAY": "2024-03-01", "DOUDI_MODE": "demonstration"}, "DOUDI_TODAY、DOUDI_MODE"),
        ({**REAL, "DOUDI_MODE": "test"}, "DOUDI_MODE"),
    ],
)
def test_settings_of_demonstration_or_missing_ones_are_refused(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(DoudiError, match=sentence):
        production.require(environ, LOCAL)


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", "[::]:443", "10.1.2.3:80"])
def test_an_address_open_to_others_needs_tls_or_a_proxy(bind: str) -> None:
    with pytest.raises(production.OpenWithoutTls):
        production.require(REAL, Site(bind))
    assert refusal(REAL, Site(bind, proxies=("10.1.2.4",))) is None


@pytest.mark.parametrize("bind", ["", "8000", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:99999", "host.cn:80", "::1:x"])
def test_an_address_that_is_none_is_refused(bind: str) -> None:
    with pytest.raises(production.AddressUnreadable):
        production.require(REAL, Site(bind))


def test_certificate_and_key_that_fit_are_accepted(tmp_path: Path) -> None:
    certfile, keyfile = certificate.write(tmp_path)

    assert refusal(REAL, Site("0.0.0.0:443", certfile=certfile, keyfile=keyfile)) is None


def test_a_certificate_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    certfile, keyfile = certificate.write(tmp_path)
    (tmp_path / "other").mkdir()
    _, another = certificate.write(tmp_path / "other")

    for site in (
        Site("0.0.0.0:443", certfile=certfile),
        Site("0.0.0.0:443", keyfile=keyfile),
        Site("0.0.0.0:443", certfile=certfile, keyfile=another),
        Site("0.0.0.0:443", certfile=tmp_path / "nowhere", keyfile=keyfile),
    ):
        with pytest.raises(production.CertificateUnusable):
            production.require(REAL, site)


def test_the_refusal_reaches_the_terminal_as_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DOUDI_HOSTS", raising=False)

    assert cli.main(["serve"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_log_of_requests_holds_no_address_query_or_browser_of_a_person() -> None:
    command = " ".join(processes.web(LOCAL, url="postgresql://x/y", workers=2).command)

    assert "--access-logformat=%(m)s %(U)s %(s)s %(M)sms" in command


def test_only_the_proxies_named_are_believed() -> None:
    command = processes.web(Site("127.0.0.1:1", proxies=("10.0.0.1", "10.0.0.2")), url="", workers=2).command

    assert "--forwarded-allow-ips=10.0.0.1,10.0.0.2" in command


def test_workers_follow_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {0, 1, 2, 3})

    assert processes.workers_for_this_machine() == 5


def test_only_a_site_that_encrypts_by_itself_hears_visitors_directly() -> None:
    own = Site("10.1.2.3:443", certfile=Path("site.pem"), keyfile=Path("site.key"))

    assert Site("127.0.0.1:8000").is_behind_proxy
    assert not own.is_behind_proxy
