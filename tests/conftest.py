"""What the tests share: the built site, its address, and a browser."""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import hosts
import pytest
import three_engines
from playwright.sync_api import Browser, Playwright, sync_playwright
from site_build import Site, invented
from webdriver import Tab

from tools.browser import MISSING, find, launch


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with two invented conferences in place of its own: one with all that there can be, one with titles only."""
    return Site(tmp_path_factory.mktemp("site"), invented(tmp_path_factory.mktemp("repository")))


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site as it is published."""
    return Site(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="session")
def server(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with hosts.files(site, tmp_path_factory.mktemp("files")) as address:
        yield address


@pytest.fixture(scope="module")
def hosted(site: Site) -> Site:
    """What `host` serves; a module may have a site of its own for it."""
    return site


@pytest.fixture(scope="module", params=hosts.HOSTS)
def host(request: pytest.FixtureRequest, hosted: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site's base on each host in turn."""
    with hosts.HOSTS[request.param](hosted, tmp_path_factory.mktemp(request.param)) as base:
        yield base


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser that most tests drive."""
    path = find()
    if not path:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    return path


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = launch(playwright, chromium)
    yield running
    running.close()


@pytest.fixture(scope="session", params=three_engines.ENGINES)
def engine(
    request: pytest.FixtureRequest, playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tab]:
    """A tab of each engine in turn, used by many tests: `each_engine` gives it as new."""
    with three_engines.opened(request.param, playwright, chromium, tmp_path_factory.mktemp(request.param)) as tab:
        yield tab


@pytest.fixture
def each_engine(engine: Tab, record_property: Callable) -> Tab:
    record_property(f"Checks in {engine.name}", 1)
    engine.goto("about:blank")
    engine.set_viewport_size({"width": 1280, "height": 800})
    engine.errors()
    return engine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.user_properties.append(("Checks in Chromium", 1))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what passed tests counted with `record_property`, summed over the tests, and each reason to skip tests, once."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for what, count in report.user_properties:
            counts[what] += count
    for what, count in counts.items():
        terminalreporter.write_line(f"{what}: {count}")
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", []))
    for reason, count in reasons.items():
        terminalreporter.write_line(f"{count} skipped: {reason}")
