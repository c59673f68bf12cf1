"""Shared fixtures: the built site, its address, and a browser."""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import hosts
import observers
import pytest
import webdriver
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from processes import lacking
from site_build import EDIT_URI, REPOSITORY, Site, invented, shaped, variation
from xdist.scheduler import LoadScopeScheduling

from tools.browser import MISSING, find, launch


@contextmanager
def in_one_worker(factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """Lock a folder that all workers share, for one worker at a time: the first fills it, the others find it filled."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def built_once(made: Callable[[Path], Path] | None, **environment: str) -> Callable:
    """Return a fixture: the copy that `made` writes, or else this repository, built once for all workers."""

    @pytest.fixture(scope="session")
    def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
        with in_one_worker(tmp_path_factory, made.__name__ if made else "plain") as folder:
            copied = folder / "repository"
            if made and not copied.exists():
                made(copied)
            return Site(folder / "site", copied if made else REPOSITORY, **environment)

    return built


# The site with two invented conferences instead of its own: one with everything possible, one with titles only.
site = built_once(invented)
# The same with optional parts: downloads, edit links, a stylesheet, a script, and foreign code in its notes.
varied = built_once(variation, DOWNLOADS="yes", EDIT_URI=EDIT_URI)
# The same with a conference whose many talks have notes of every shape, and one without days.
shapes = built_once(shaped)
# The published site, with edit links.
plain = built_once(None, EDIT_URI=EDIT_URI)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Site], str]]:
    """Serve a site as plain files until the end; return the address of its base."""
    with ExitStack() as servers:
        yield cache(lambda site: servers.enter_context(hosts.files(site, tmp_path_factory.mktemp("served"))))


@pytest.fixture(scope="session")
def server(site: Site, serve: Callable[[Site], str]) -> str:
    return serve(site)


@pytest.fixture(scope="session")
def whole(site: Site) -> Path:
    """The source sheets of the site's own stylesheet, copied into the site."""
    path = site.root / "whole.css"
    path.write_text("".join(sheet.read_text(encoding="utf-8") for sheet in observers.WHOLE), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=hosts.HOSTS)
def host(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site's base on each host in turn."""
    with hosts.HOSTS[request.param](site, tmp_path_factory.mktemp(request.param)) as base:
        yield base


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The path of the browser for most tests."""
    with in_one_worker(tmp_path_factory, "browser") as folder:
        if not (found := folder / "path").exists():
            found.write_text(find() or "", encoding="utf-8")
    return found.read_text(encoding="utf-8") or lacking(MISSING)


@pytest.fixture(scope="session")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = launch(playwright, chromium)
    yield running
    running.close()


@pytest.fixture(scope="session")
def one_tab(browser: Browser) -> Page:
    return browser.new_page(reduced_motion="reduce")


@pytest.fixture
def tab(request: pytest.FixtureRequest, one_tab: Page) -> Iterator[Page]:
    """A tab that tests share, since a new one takes longer than a test: as wide as a phone, or as the test says; nothing is open or stored."""
    one_tab.goto("about:blank")
    one_tab.set_viewport_size({"width": getattr(request, "param", 390), "height": 800})
    one_tab.mouse.move(-9, -9)  # Chromium reports a resting pointer to a new page as a move, on which the theme's script loads
    yield one_tab
    one_tab.evaluate("try { localStorage.clear(); sessionStorage.clear() } catch {}")  # which an empty page lacks
    one_tab.unroute_all(behavior="ignoreErrors")
    one_tab.emulate_media(color_scheme="light", media="screen", forced_colors="none")
    one_tab.context.clear_permissions()


@pytest.fixture(scope="session", params=webdriver.ENGINES)
def engine(
    request: pytest.FixtureRequest, playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Tab]:
    """A tab of each engine in turn, shared by tests; `each_engine` resets it."""
    with webdriver.opened(request.param, playwright, chromium, tmp_path_factory.mktemp(request.param)) as tab:
        yield tab


@pytest.fixture
def each_engine(engine: webdriver.Tab) -> Iterator[webdriver.Tab]:
    """The tab, as wide as a desktop; its console must have no error at the end."""
    engine.goto("about:blank")
    engine.set_viewport_size({"width": 1280, "height": 800})
    engine.errors()
    yield engine
    assert engine.errors() == []


class Groups(LoadScopeScheduling):
    """Keep the tests of a file, or of an engine, in one worker; long tests that share nothing form groups of their own."""

    def _split_scope(self, nodeid: str) -> str:
        alone = re.search("::test_(nothing_is_wrong|a_broken_build)", nodeid)
        engine = re.search(rf"\[({'|'.join(webdriver.ENGINES)})\b", nodeid)
        return nodeid if alone else engine[1] if engine else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Groups:
    return Groups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need a browser, and those that take long; run them first, and those that are short last."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.path.name in ("test_copy.py", "test_serve.py", "test_interruptions.py", "test_reproducible.py"):
            item.add_marker("long")
    first = re.compile("test_(walk|engines|copy|serve|interruptions|html).py::")
    items.sort(key=lambda each: (not first.search(each.nodeid), not each.get_closest_marker("browser"), "a_broken_build" in each.nodeid))


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores, since tests also wait: for browsers, servers, and processes that they end."""
    return (os.cpu_count() or 1) + 1
