"""What must be true before doudi serves real people: each missing thing is one sentence, and nothing starts."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doudi.kernel import clock
from doudi.kernel.errors import NotNow, Refused
from doudi.project import paths
from doudi.project.database import is_migrated

LARGEST_PORT = 65535
MANIFEST = "staticfiles.json"


class DemonstrationSettings(Refused):
    """A setting that belongs to demonstration, test or development is on."""

    code = "serve.demonstration_settings"
    sentence = "正式运行不能带演示或调试设置：请取消环境变量 {names}。"


class HostsMissing(Refused):
    """Nobody said under which names the site is reached, or said “any”."""

    code = "serve.hosts_missing"
    sentence = "请用 DOUDI_HOSTS 写明网站的域名（多个用逗号隔开，不能用 *），例如 DOUDI_HOSTS=jiuzhu.example.gov.cn。"


class AddressUnreadable(Refused):
    """--bind is not an address and a port."""

    code = "serve.address_unreadable"
    sentence = "监听地址“{bind}”有误：应写成 127.0.0.1:8000 或 [::1]:8000 的样子。"


class OpenWithoutTls(Refused):
    """The address is reachable from other machines, and nothing encrypts."""

    code = "serve.open_without_tls"
    sentence = (
        "监听地址 {bind} 对外开放但没有加密：请给出 --certfile 和 --keyfile，"
        "或用 --proxy 写明前面做加密的代理服务器地址，或改为只监听 127.0.0.1。"
    )


class CertificateUnusable(Refused):
    """Certificate and key are not both there, do not fit, or cannot be read."""

    code = "serve.certificate_unusable"
    sentence = "证书不能用（{reason}）：--certfile 和 --keyfile 要成对，并且互相匹配、可读。"


class NotUpgraded(NotNow):
    """Tables or static files are not those of this version."""

    code = "serve.not_upgraded"
    sentence = "数据库或网页文件还不是这个版本的；请先运行 doudi upgrade。"


@dataclass(frozen=True)
class Site:
    """Where the web server listens, and who encrypts."""

    bind: str
    proxies: tuple[str, ...] = ()
    certfile: Path | None = None
    keyfile: Path | None = None

    @property
    def is_behind_proxy(self) -> bool:
        """Whether somebody of ours encrypts in front, and so calls in the name of every visitor."""
        return self.certfile is None


def require(environ: Mapping[str, str], site: Site) -> None:
    """Refuse to serve under settings that are not fit for real people."""
    _require_real(environ)
    hosts = [host.strip() for host in environ.get("DOUDI_HOSTS", "").split(",")]
    if "*" in hosts or not any(hosts):
        raise HostsMissing
    _require_encryption(site)


def require_upgraded(url: str) -> None:
    """Refuse while migrations wait or the static files were never collected. Raises NotUpgraded."""
    if not is_migrated(url) or not (paths.data_dir() / "static" / MANIFEST).is_file():
        raise NotUpgraded


def _require_real(environ: Mapping[str, str]) -> None:
    on = [name for name in ("DOUDI_TODAY", "DOUDI_DEBUG") if environ.get(name)]
    if environ.get("DOUDI_MODE") in clock.MOVABLE_MODES:
        on.append("DOUDI_MODE")
    if on:
        raise DemonstrationSettings(names="、".join(on))


def _require_encryption(site: Site) -> None:
    if site.certfile or site.keyfile:
        _require_certificate(site)
    elif not _is_loopback(site.bind) and not site.proxies:
        raise OpenWithoutTls(bind=site.bind)


def _require_certificate(site: Site) -> None:
    if site.certfile is None or site.keyfile is None:
        raise CertificateUnusable(reason="只给出了其中一个")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(site.certfile, site.keyfile, password="")
    except (OSError, ValueError) as error:  # an SSLError is an OSError
        raise CertificateUnusable(reason=getattr(error, "strerror", None) or error) from error


def _is_loopback(bind: str) -> bool:
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) <= LARGEST_PORT:
        raise AddressUnreadable(bind=bind)
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        raise AddressUnreadable(bind=bind) from None
