"""Build the site and read it, for the tests."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup
from front_matter import kind_of

REPOSITORY = Path(__file__).parent.parent
SOURCES = ("mkdocs.yml", "docs", "overrides")
# Served below a path unless told otherwise, as project pages are: a link that forgets the base path breaks.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1/conference-notes/").rstrip("/") + "/"
BASE = urlsplit(SITE_URL).path


def copy(target: Path) -> Path:
    """Copy what a build reads to `target`, to be broken there; return it."""
    for name in SOURCES:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    return target


def build(repository: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a strict build of `repository` into `output`; the messages are in `stdout`.

    Each setting of the README that is not in `environment` is as SITE_URL here, or unset.
    """
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(output)],
        cwd=repository,
        env=os.environ | {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@dataclass(frozen=True)
class Page:
    """A built page: `url` is its path below the site's base, "" for home; `source` its Markdown file."""

    url: str
    file: Path
    source: Path
    kind: str  # conference, day, talk, or its own name
    meta: dict

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.file.read_text(encoding="utf-8"), "html.parser")


class Site:
    """A built site, in `root` plus the base path of SITE_URL, as a host would serve it."""

    def __init__(self, root: Path, repository: Path = REPOSITORY, **environment: str):
        self.root = root
        self.path = root / BASE.strip("/")
        self.repository = repository
        result = build(repository, self.path, **environment)
        if result.returncode:
            raise RuntimeError(result.stdout)

    @cached_property
    def pages(self) -> list[Page]:
        """Every page of the nav, in its order."""
        return [self.page(source) for source in nav_sources(config(self.repository)["nav"])]

    def of_kind(self, kind: str) -> list[Page]:
        return [page for page in self.pages if page.kind == kind]

    @property
    def one_of_each_kind(self) -> list[Page]:
        return list({page.kind: page for page in reversed(self.pages)}.values())

    @property
    def samples(self) -> dict[str, str]:
        """The address of a page of every kind, below the base, the 404 page too; for what is too slow to ask of every page."""
        return {page.kind: page.url for page in reversed(self.one_of_each_kind)} | {"404": "404.html"}

    def page(self, source: str) -> Page:
        url = address(source)
        path = self.repository / "docs" / source
        kind = kind_of(source)
        return Page(url, self.path / url / "index.html", path, path.stem if kind == "page" else kind, front_matter(path))


def address(source: str) -> str:
    """Return where a page's file is published, below the base: `a/b.md` at `a/b/`, `a/index.md` at `a/`."""
    return re.sub(r"(^|(?<=/))index/$", "", source.removesuffix(".md") + "/")


def front_matter(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])


def config(repository: Path = REPOSITORY) -> dict:
    """Return mkdocs.yml as plain data: its !ENV and !!python tags are read as None."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    return yaml.load((repository / "mkdocs.yml").read_text(encoding="utf-8"), Loader)


def nav_sources(nav: list | dict | str) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    return [source for item in (nav.values() if isinstance(nav, dict) else nav) for source in nav_sources(item)]
