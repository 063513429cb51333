"""A headless Chromium that asks nobody for anything, for the tests of pages; skipped where there is none."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
WIDE, TABLET, PHONE = 1440, 800, 390
"""Pixels across."""


class Browser:
    """Opens one page at a time, and says what became of it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def ask(self, script: str, *arguments: Any) -> Any:
        """What an expression gives in the page."""
        return self.driver.execute_script(f"return {script}", *arguments)

    def command(self, name: str, **options: Any) -> Any:
        """Chromium's own answer to a command of its protocol."""
        return self.driver.execute_cdp_cmd(name, options)

    def open(self, page: bytes, folder: Path, width: int = WIDE, scripts: bool = True, dark: bool = False) -> None:
        """Open a page from a file."""
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width == PHONE
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])
        file = folder / "page.html"
        file.write_bytes(page)
        self.driver.get_log("browser")  # what is left of the last page
        self.driver.get_log("performance")
        self.driver.get(file.as_uri())

    def complaints(self) -> list[dict[str, Any]]:
        """What the console says of the page: errors, refusals of its policy."""
        found: list[dict[str, Any]] = self.driver.get_log("browser")
        return found

    def requests(self) -> list[str]:
        """The addresses asked for since the page was opened, its own included."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def printed(self) -> bytes:
        """The page as PDF."""
        return base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True)["data"])


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile in that folder."""
    programme = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if programme is None or driver is None:
        pytest.skip("no Chromium with its chromedriver here: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = programme
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=Service(driver))
    try:
        opened.get("about:blank")  # what the page of a new tab loads is no page's that is tested
        yield Browser(opened)
    finally:
        opened.quit()


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2, section 1.4.3."""
    darker, lighter = sorted(luminance(colour) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
