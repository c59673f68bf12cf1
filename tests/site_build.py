"""Build the site and read it, for the tests."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup
from mkdocs_forks import by_fork

from hooks import load, model
from hooks.front_matter import kind_of
from hooks.model import address, walk
from hooks.settings import redirects

REPOSITORY = Path(__file__).parent.parent
SOURCES = ("mkdocs.yml", "mkdocs.base.yml", "docs", "hooks", "overrides")
EDIT_URI = "https://example.org/notes/edit/main/docs/"
# mkdocs.yml and docs/ of the invented site.
INVENTED = Path(__file__).parent / "data"
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
    target.mkdir(exist_ok=True)
    for path in (copy(target) / "docs").iterdir():
        if (path / "index.md").exists():
            shutil.rmtree(path)
        elif path.suffix == ".md" and path.name != "contributing.md":
            path.unlink()
    if not (guide := target / "docs/contributing.md").exists():  # a copy of the repository may do without it
        guide.write_text("---\ntitle: Contributing\ndescription: How to help.\n---\n", encoding="utf-8")
    return share_cache(notes_only(target))


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
    """Write the invented site to `target` with a stylesheet, a script, and foreign code, each kind on a page; return it."""
    copied = invented(target)
    edit(copied / "mkdocs.yml", r"^extra_css:\n", "extra_javascript:\n  - more/own.js\n  - more/next.js\nextra_css:\n  - more/own.css\n")
    edit(copied / "mkdocs.yml", "^strict: true", "strict: false")  # the build reports most of the code
    shutil.copytree(INVENTED / "more", copied / "docs/more")
    notes = sorted(path for path in copied.glob("docs/*/day-*/*.md") if path.name != "index.md")
    more = '\n[Out](https://example.org/ "Opens there")[^out]\n\n[^out]: A note.\n\n<div class="tabbed-set"></div>\n\n'
    planted = data("hosts")["planted"].values()
    for path, code in zip(notes[: len(planted)], planted, strict=True):
        edit(path, r"\Z", f"{more}{code}\n".replace("\\", "\\\\"))
    return copied


def shaped(target: Path) -> Path:
    """Write the invented site to `target` with two more conferences; the many talks of one have the notes of tests/data/shapes.yml. Return it."""
    shutil.copytree(INVENTED / "shapes", invented(target) / "docs", dirs_exist_ok=True)
    for number, (name, shape) in enumerate(data("shapes").items()):
        talk = target / f"docs/shapes/day-1/talk-{number}.md"
        talk.write_text(f'---\ntitle: "{name}"\n---\n\n{shape.get("text", "")}\n', encoding="utf-8")
        if "with" in shape:
            talk.with_name(shape["with"]).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return target


def edit(path: Path, pattern: str, replacement: str) -> int:
    """Replace the first match of `pattern`, which must exist; return its line. Settings are in mkdocs.yml, or in the file that it inherits."""
    if path.name == "mkdocs.yml" and not re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE):
        path = path.with_name("mkdocs.base.yml")
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.MULTILINE)
    assert match, f"{path} has no {pattern}"
    path.write_text(text[: match.start()] + match.expand(replacement) + text[match.end() :], encoding="utf-8")
    return text[: match.start()].count("\n") + 1


def redirect_map(repository: Path = REPOSITORY) -> dict[str, str]:
    return {entry.source: entry.target for entry in redirects((repository / "mkdocs.yml").read_text(encoding="utf-8"))}


REDIRECTS = redirect_map(INVENTED)
Result = subprocess.CompletedProcess[str]
Runner = Callable[[list[str], Path, dict[str, str]], Result]


def by_command(command: list[str], folder: Path, environment: dict[str, str], prefix: Sequence[str | Path] = ()) -> Result:
    """Run a module with its arguments in a copy, as make does; `prefix` is a command that runs another."""
    settings = environment | {"PYTHONPATH": f"{REPOSITORY}:{environment.get('PYTHONPATH', '')}"}
    files = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run([*prefix, sys.executable, "-m", *command], cwd=folder, env=settings, text=True, **files)


def build(repository: Path, output: Path, run: Runner = by_fork, **environment: str) -> Result:
    """Run a strict build of `repository` into `output`; `stdout` has the messages.

    Each setting of the README that is not in `environment` is SITE_URL here, or unset.
    """
    settings = {"SITE_URL": SITE_URL, "EDIT_URI": "", "NO_MKDOCS_2_WARNING": "1"}
    return run(["tools.build", "--site-dir", str(output)], repository, os.environ | settings | environment)


class Page:
    """A built page: `path` is its file below docs/, `url` its path below the site's base, "" for home; `meta` is its front matter."""

    def __init__(self, site: "Site", path: str):
        kind = kind_of(path)
        self.path, self.url, self.meta = path, address(path), dict(site.model.pages[path].meta)
        self.file, self.source = site.path / self.url / "index.html", site.repository / "docs" / path
        self.kind = self.source.stem if kind == "page" else kind  # conference, day, talk, all notes, or the name of its file

    @property
    def canonical(self) -> str:
        return SITE_URL + self.url

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.file.read_text(encoding="utf-8"), "html.parser")

    def links(self, selector: str = "a[href]") -> list[str]:
        """Return the address in full of each link that a selector finds; of metadata, its content."""
        return [urljoin(self.canonical, each["href"]) if each.get("href") else each["content"] for each in self.html.select(selector)]


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
        """Every page: home, conferences in the nav's order, and the others."""
        found = ["index.md", *(page.path for page in walk(self.model)), *sorted(self.model.pages)]
        return [Page(self, path) for path in dict.fromkeys(found)]

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
        return next(page for page in self.pages if page.path == source)


def read(repository: Path = REPOSITORY) -> model.Site:
    docs = repository / "docs"
    return load.read({path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in docs.rglob("*.md")})
