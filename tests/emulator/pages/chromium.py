"""Chromium for tests: found on this computer, driven by Playwright, watched for anything it complains about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest

#: Playwright is no dependency of the type checker's: the tests are skipped where it is missing.
Browser: TypeAlias = Any
Context: TypeAlias = Any
Page: TypeAlias = Any

#: Set where a browser must be there, so that nothing is skipped unseen.
REQUIRED = "HMICFRS_BROWSER_REQUIRED"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def skip(reason: str) -> None:
    """Skip a test for want of a browser, or fail it where there must be one."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{reason}, and {REQUIRED} is set.")
    pytest.skip(f"{reason}.")


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Yield a headless browser with a profile of its own."""
    executable = next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        skip("Chromium is not installed")
    try:
        from playwright.sync_api import sync_playwright  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415
    except ImportError:
        skip("The Python package playwright is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(_ARGUMENTS))
        yield browser
        browser.close()


def open_context(browser: Browser, width: int = 1440, height: int = 900, **options: object) -> Context:
    """Return what a visitor has in common over several pages; the pages keep nothing in a browser."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
    context.set_default_timeout(10_000)
    return context


@contextmanager
def open_page(context: Context) -> Iterator[Page]:
    """Yield a page; whatever the browser complained about meanwhile fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    # A page that says no has such a status, which is what its test is about.
    assert [text for text in complaints if "responded with a status of 4" not in text] == []
