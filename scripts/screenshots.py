"""Take the pictures of the README from the running product: `make screenshots`.

Starts `doudi run` with a throw-away installation on a free port, loads the examples through the page as a person
does, and writes docs/screenshots/*.png."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from browser import CHROMIUM
from playwright.sync_api import Page, ViewportSize, sync_playwright

from doudi.project.demonstration.password import PASSWORD

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--lang=zh-CN")
READY_WITHIN, FILLED_WITHIN = 120, 900
FILLED = "演示登录"
PHONE, DESKTOP = (390, 844), (1440, 900)
HEZE, LANZHOU = "371703", "620102"
CASES = "main table a[href^='/desk/cases/']"


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running() as (address, said), sync_playwright() as playwright:
        program = next(found for name in CHROMIUM if (found := shutil.which(name)))
        environment: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET), env=environment)

        def opened(path: str, size: tuple[int, int], text: str = "std") -> Page:
            window: ViewportSize = {"width": size[0], "height": size[1]}
            context = browser.new_context(base_url=address, viewport=window, locale="zh-CN")
            context.add_cookies([{"name": "doudi-size", "value": text, "url": address}])
            page = context.new_page()
            page.goto(address + path)
            return page

        take(opened("/", PHONE), "home-phone")
        page = opened("/assess/", PHONE)
        load_example(page, HEZE)
        take(page, "form-phone")
        compute(page)
        take(page, "result-phone")
        page = opened("/assess/", DESKTOP)
        load_example(page, LANZHOU)
        compute(page)
        take(page, "result-desktop")
        page.get_by_role("link", name="看看怎么算的").first.click()
        take(page, "calculation-desktop")
        page = opened("/assess/", PHONE, "xlarge")
        load_example(page, LANZHOU)
        compute(page)
        take(page, "result-phone-xlarge")
        take(opened("/styleguide/", DESKTOP), "styleguide-desktop")
        wait_for_the_register(said)
        take_desk(opened("/desk/sign-in/", DESKTOP))
        browser.close()


def take_desk(page: Page) -> None:
    """Take the officers' pages."""
    sign_in(page, "investigator")
    page.goto("/desk/?all=1")
    take(page, "desk-worklist")
    page.get_by_role("link", name="待提出初审意见").first.click()
    page.locator(CASES).first.click()
    page.wait_for_load_state()
    page.goto(f"{page.url}?tab=income")
    take(page, "desk-case")
    page.goto("/desk/sign-in/")
    sign_in(page, "finance-checker")
    page.goto("/desk/batches/")
    take(page, "desk-batches")


def sign_in(page: Page, role: str) -> None:
    """Enter as one of the demonstration's officers."""
    page.goto("/desk/sign-in/")
    page.locator("input[name=login]").fill(f"demo-430971-{role}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def load_example(page: Page, place: str) -> None:
    """Load the example household of a place."""
    page.locator("#place").select_option(place)
    page.get_by_role("button", name="载入这个地方的示例家庭").click()
    page.wait_for_load_state()


def compute(page: Page) -> None:
    """Press the main button."""
    page.get_by_role("button", name="开始测算").click()
    page.wait_for_load_state()


def take(page: Page, name: str) -> None:
    """Take what the window shows; a screen says more than a page of eight thousand pixels."""
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


@contextlib.contextmanager
def running() -> Iterator[tuple[str, Path]]:
    """Run the product in a folder of its own until the pictures are taken; yield its address and what it says."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="doudi-screenshots-") as folder:
        Path(folder).chmod(0o711)  # root's database server runs as another user and has to pass through
        environment = {**os.environ, "DOUDI_DATA": f"{folder}/data"}
        program = Path(sys.executable).with_name("doudi")
        said = Path(folder) / "said.txt"
        with said.open("w") as output:
            process = subprocess.Popen([program, "run", f"--port={port}"], cwd=ROOT, env=environment, stdout=output)
        try:
            wait_for(address, process)
            yield address, said
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the first page answers; stop with a sentence if it never does."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 our own address on this machine
            return
        time.sleep(0.5)
    sys.exit("doudi run did not come up; start it by hand to see why.")


def wait_for_the_register(said: Path) -> None:
    """Wait until the demonstration has filled its register, which it does beside the first pages."""
    deadline = time.monotonic() + FILLED_WITHIN
    while FILLED not in said.read_text():
        if time.monotonic() > deadline:
            sys.exit("The demonstration did not fill its register; start doudi run by hand to see why.")
        time.sleep(2)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


if __name__ == "__main__":
    main()
