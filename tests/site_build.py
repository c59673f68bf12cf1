"""Build the site and read it, for the tests."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from bs4 import BeautifulSoup
from mkdocs.utils.yaml import yaml_load
from mkdocs_forks import by_fork

from hooks import load, model
from hooks.check.config import paths
from hooks.front_matter import kind_of
from hooks.model import address, walk

REPOSITORY = Path(__file__).parent.parent
SOURCES = ("mkdocs.yml", "mkdocs.base.yml", "docs", "hooks", "overrides")
EDIT_URI = "https://example.org/notes/edit/main/docs/"
# mkdocs.yml and docs/ of the invented site.
INVENTED = Path(__file__).parent / "data"
REDIRECTS = yaml.safe_load((INVENTED / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"]["redirects"]["redirect_maps"]
# Served below a path by default, like project pages: a link without the base path fails.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1/conference-notes/").rstrip("/") + "/"
BASE = urlsplit(SITE_URL).path


def data(name: str) -> dict[str, list]:
    """Return the cases of a test file, read by the fast parser unless it is missing, or refuses an escaped surrogate."""
    text = (INVENTED / f"{name.replace('_', '-')}.yml").read_text(encoding="utf-8")
    return yaml.load(text, yaml.SafeLoader if re.search(r"\\u[dD]", text) else getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def script(name: str) -> str:
    """Return a script for a page, without the comment at its top."""
    return re.sub(r"\A(//.*\n)+", "", (INVENTED / f"scripts/{name}.js").read_text(encoding="utf-8")).strip()


def copy(target: Path) -> Path:
    """Copy the sources of a build to `target`, where a test may break them; return it."""
    for name in SOURCES:
        (shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy)(REPOSITORY / name, target / name)
    return target


def share_cache(folder: Path, *names: str) -> Path:
    """Let the builds of a copy use this repository's cache, or the named parts of it; return the copy."""
    if (folder / ".cache").is_symlink():
        (folder / ".cache").unlink()
    for name in names or ("",):
        (REPOSITORY / ".cache" / name).mkdir(parents=True, exist_ok=True)
        (folder / ".cache" / name).parent.mkdir(exist_ok=True)
        (folder / ".cache" / name).symlink_to(REPOSITORY / ".cache" / name)
    return folder


def invented(target: Path) -> Path:
    """Write the site to `target` with the invented conferences of tests/data instead of its own; return the copy.

    So the tests know no talk of the site, and also pass in a copy of the repository with other notes.
    """
    if (target / "mkdocs.yml").exists():
        return target
    target.mkdir(exist_ok=True)
    copied = copy(target)
    for path in (copied / "docs").iterdir():
        if (path / "index.md").exists():
            shutil.rmtree(path)
        elif path.suffix == ".md":
            path.unlink()
    shutil.copy(REPOSITORY / "docs/contributing.md", copied / "docs")
    return share_cache(notes_only(copied))


def excerpt(target: Path, *cached: str) -> Path:
    """Write a part of the invented site to `target`, for tests that build it many times; return the copy, with the named parts of the cache."""
    copied = share_cache(invented(target), *cached)
    for path in ("ovrkonf-2031/day-2", "ovrkonf-2031/day-3", "ovrkonf-2031/day-4", "titelkonf-2032/day-2"):
        shutil.rmtree(copied / "docs" / path)
    for path in ("ovrkonf-2031/day-1/at-the-same-hour.md", "ovrkonf-2031/day-1/quotes-and-angles.md", "contributing.md"):
        (copied / "docs" / path).unlink()
    edit(copied / "mkdocs.yml", r"^  - contributing\.md\n\nplugins:[^\0]*", "")  # and no redirects
    return copied


def notes_only(target: Path) -> Path:
    """Write only the notes and settings of the invented site to `target`, for tools; return it."""
    shutil.copytree(INVENTED / "docs", target / "docs", dirs_exist_ok=True)
    shutil.copy(INVENTED / "mkdocs.yml", target)
    return target


def variation(target: Path) -> Path:
    """Write the invented site to `target` with a stylesheet, a script, a short feed, and foreign code, each kind on a page; return it."""
    if (target / "mkdocs.yml").exists():
        return target
    copied = invented(target)
    edit(copied / "mkdocs.yml", r"^extra_css:\n", "extra_javascript:\n  - more/own.js\n  - more/next.js\nextra_css:\n  - more/own.css\n")
    edit(copied / "mkdocs.yml", "^strict: true", "strict: false")  # the build reports most of the code
    edit(copied / "hooks/publish/talks.py", r"^NEWEST = \d+", "NEWEST = 1")
    shutil.copytree(INVENTED / "more", copied / "docs/more")
    notes = sorted(path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md")
    for path, code in zip(notes, data("security")["planted"].values(), strict=False):
        more = f'\n[Out](https://example.org/ "Opens there")[^out]\n\n[^out]: A note.\n\n<div class="tabbed-set"></div>\n\n{code}\n'
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return copied


def edit(path: Path, pattern: str, replacement: str) -> int:
    """Replace the first match of `pattern`, which must exist; return its line. Settings are in mkdocs.yml, or in the file that it inherits."""
    if path.name == "mkdocs.yml" and not re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE):
        path = path.with_name("mkdocs.base.yml")
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.MULTILINE)
    assert match, f"{path} has no {pattern}"
    path.write_text(text[: match.start()] + match.expand(replacement) + text[match.end() :], encoding="utf-8")
    return text[: match.start()].count("\n") + 1


def add_redirects(repository: Path, *entries: str) -> int:
    """Insert entries, each `old.md: new.md`, at the start of a copy's redirect map; return the line of the first."""
    path = repository / "mkdocs.yml"
    if "redirect_maps:" not in path.read_text(encoding="utf-8"):
        with path.open("a", encoding="utf-8") as file:
            file.write("\nplugins:\n  redirects:\n    redirect_maps:\n")
    return edit(path, r"^( *)redirect_maps:.*\n", r"\1redirect_maps:\n" + "".join(rf"\1  {entry.strip()}\n" for entry in entries)) + 1


def redirect_map(repository: Path = REPOSITORY) -> dict[str, str]:
    return config(repository)["plugins"]["redirects"].get("redirect_maps") or {}


Runner = Callable[[list[str], Path, dict[str, str]], subprocess.CompletedProcess[str]]


def by_command(
    command: list[str], folder: Path, environment: dict[str, str], prefix: Sequence[str | Path] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a module with its arguments in a copy, as make does; `prefix` is a command that runs another."""
    return subprocess.run(
        [*prefix, sys.executable, "-m", *command],
        cwd=folder,
        env=environment | {"PYTHONPATH": f"{REPOSITORY}:{environment.get('PYTHONPATH', '')}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def build(repository: Path, output: Path, run: Runner = by_fork, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a strict build of `repository` into `output`; `stdout` has the messages.

    Each setting of the README that is not in `environment` is SITE_URL here, or unset.
    """
    settings = {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
    return run(["tools.build", "--site-dir", str(output)], repository, os.environ | settings | environment)


@dataclass(frozen=True)
class Page:
    """A built page: `url` is its path below the site's base, "" for home; `source` its Markdown file."""

    url: str
    file: Path
    source: Path
    kind: str  # conference, day, talk, or the name of its file below docs/
    path: str  # its file below docs/
    meta: dict  # its front matter

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.file.read_text(encoding="utf-8"), "html.parser")


class Site:
    """A built site, in `root` plus the base path of SITE_URL, as a host would serve it; an existing one is not built again."""

    def __init__(self, root: Path, repository: Path = REPOSITORY, **environment: str):
        self.root = root
        self.path = root / BASE.strip("/")
        self.repository = repository
        if not (self.path / "index.html").exists() and (result := build(repository, self.path, **environment)).returncode:
            raise RuntimeError(result.stdout)

    @cached_property
    def pages(self) -> list[Page]:
        """Every page, in the nav's order."""
        return [self.page(source) for source in sources(self.repository)]

    @cached_property
    def model(self) -> model.Site:
        return read(self.repository)

    def of_kind(self, kind: str) -> list[Page]:
        return [page for page in self.pages if page.kind == kind]

    @property
    def one_of_each_kind(self) -> list[Page]:
        """The longest page of each kind, which has the most parts to test; the guide to contributing has no parts but those of others."""
        pages = sorted(self.pages, key=lambda page: page.file.stat().st_size)
        return list({page.kind: page for page in pages if page.kind != "contributing"}.values())

    @property
    def samples(self) -> dict[str, str]:
        """The address of a page of each kind, below the base, and of the 404 page; for tests that are too slow for every page."""
        return {page.kind: page.url for page in self.one_of_each_kind} | {"404": "404.html"}

    def page(self, source: str) -> Page:
        url = address(source)
        path = self.repository / "docs" / source
        kind = kind_of(source)
        return Page(
            url, self.path / url / "index.html", path, path.stem if kind == "page" else kind, source, dict(self.model.pages[source].meta)
        )


def read(repository: Path = REPOSITORY) -> model.Site:
    docs = repository / "docs"
    return load.read({path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")})


def sources(repository: Path = INVENTED) -> list[str]:
    """Return every page's path below docs/, in the nav's order."""
    settings = yaml.compose((repository / "mkdocs.yml").read_text(encoding="utf-8")).value
    home, *others = [path for key, node in settings if key.value == "nav" for path, _ in paths(node)]
    return [home, *(page.path for page in walk(read(repository))), *others]


def front_matter(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n", 2)[1])


def config(repository: Path = REPOSITORY) -> dict:
    """Return the settings as plain data: their !ENV and !!python tags are read as None."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    with (repository / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml_load(file, Loader)
