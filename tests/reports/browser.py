"""A real Chromium without a window, driven as a person would: for tests of the pages."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = "this needs Chromium and its driver: apt-get install chromium chromium-driver"
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_AXE = resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
_RUN_AXE = "const done = arguments[arguments.length - 1]; axe.run().then(done);"


class Browser:
    """One browser; `open` shows a page in it and forgets what went before."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self._colours = "light"

    def open(self, page: Path, *, width: int = 1280, colours: str = "light") -> None:
        """Show a page in a window of this width, in colours light or dark."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self._tell("Emulation.setDeviceMetricsOverride", size)
        self._colours = colours
        self._show_on("screen")
        self.driver.get("about:blank")
        self.messages()
        self.requests()
        self.driver.get(page.as_uri())

    def print_it(self) -> None:
        """Show the page as it will be on paper, until another one is opened."""
        self._show_on("print")

    def run(self, script: str, *arguments: object) -> Any:
        """Return what a script returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> list[WebElement]:
        """Return the elements that are seen and fit a selector."""
        return [each for each in self.driver.find_elements("css selector", selector) if each.is_displayed()]

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the elements that are seen and fit a selector, each as one line."""
        script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
        found: list[str] = self.run(
            f"{script}.map(e => (e.innerText ?? e.textContent).trim().replace(/\\s+/g, ' '))", selector
        )
        return found

    def click(self, selector: str) -> None:
        """Click on the one element that is seen and fits a selector."""
        found = WebDriverWait(self.driver, 30).until(lambda _: self.all(selector), f"{selector} is not seen")
        assert len(found) == 1, f"{len(found)} elements are seen for {selector} in {self.driver.current_url}"
        found[0].click()

    def messages(self) -> list[str]:
        """Return what was written to the console since it was last asked: errors of any kind, too."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return every address that was asked for since it was last asked."""
        entries = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [entry for entry in entries if entry["method"] == "Network.requestWillBeSent"]
        return [entry["params"]["request"]["url"] for entry in asked]

    def violations(self) -> list[str]:
        """Return what axe-core finds against the accessibility of the page: the rule, and where."""
        self.run(_AXE)
        found = self.driver.execute_async_script(_RUN_AXE)["violations"]
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    def _show_on(self, medium: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": self._colours}]
        self._tell("Emulation.setEmulatedMedia", {"media": medium, "features": features})

    def _tell(self, command: str, parameters: dict[str, Any]) -> None:
        self.driver.execute_cdp_cmd(command, parameters)


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Start a browser with a profile of its own, and end it."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(60)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
