"""A full disk or a bad file is reported in one line without a traceback, and the last good site stays; or it has no effect."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from site_build import INVENTED, Site, build, invented, sources

from hooks.publish.swap import replace

TALK = next(source for source in sources() if source.endswith("/code-and-prompts.md"))
SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def holding(text: bytes) -> Callable[[Path], None]:
    """Return a function that appends to a page."""

    def plant(page: Path) -> None:
        page.write_bytes(page.read_bytes() + text)

    return plant


def dangling(page: Path) -> None:
    page.unlink()
    page.symlink_to("nowhere.md")


def circular(page: Path) -> None:
    page.unlink()
    page.symlink_to(page.name)


def folder(page: Path) -> None:
    page.unlink()
    page.mkdir()


def named(name: str) -> Callable[[Path], None]:
    return lambda page: page.with_name(name).write_bytes(page.read_bytes())


LINES = (INVENTED / "docs" / TALK).read_bytes().count(b"\n")


@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (holding(b"\n\xff\n"), f"docs/{TALK}:{LINES + 2}: is not UTF-8 (invalid start byte); save the file as UTF-8"),
        (dangling, f"docs/{TALK}:1: cannot be read (No such file or directory)"),
        (circular, f"docs/{TALK}:1: cannot be read (Too many levels of symbolic links)"),
        (folder, f"{TALK}, which does not exist; write where it is now"),
        (holding(b"word " * 2_000_000), f"docs/{TALK}:1: is 10.0 MB long, and a page may have 1; split it"),
        (holding(b"\n\x0b\n"), f"docs/{TALK}:{LINES + 2}: holds the control character '\\x0b'; remove it"),
        (named("a talk.md"), "a talk.md:1: is not where pages live"),
        (named("größe.md"), "größe.md:1: is not where pages live"),
    ],
    ids=["not UTF-8", "dangling link", "circular link", "folder", "10 MB", "control character", "space in the name", "letter in the name"],
)
def test_it_is_told(plant: Callable[[Path], None], told: str, tmp_path: Path):
    repository = invented(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "last-good").touch()
    plant(repository / "docs" / TALK)
    result = build(repository, tmp_path / "site")
    assert result.returncode and told in result.stdout and "Traceback" not in result.stdout
    assert [path.name for path in tmp_path.glob("site*/*")] == ["last-good"]


def test_a_full_disk_is_told(tmp_path: Path):
    """The limit of 60 KB a file stands for a full disk, since the system refuses both alike."""
    repository = invented(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "last-good").touch()
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=repository,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)),
    )
    assert result.returncode and ": File too large; fix that, and build again. The site has not changed." in result.stdout
    assert "Traceback" not in result.stdout and [path.name for path in tmp_path.glob("site*/*")] == ["last-good"]


def test_pictures_have_any_name(tmp_path: Path):
    repository = invented(tmp_path)
    page = repository / "docs" / TALK
    page.with_name("ein Bild größe.svg").write_text(SVG)
    holding("\n![A picture](<ein Bild größe.svg>)\n".encode())(page)
    site = Site(tmp_path / "site", repository)
    assert [image["src"] for image in site.page(TALK).html.select(".notes img[alt='A picture']")] == ["../ein%20Bild%20gr%C3%B6%C3%9Fe.svg"]


def test_a_megabyte_is_taken(tmp_path: Path):
    repository = invented(tmp_path)
    holding(b"\n" + b"- Of many words, a note. " * 30_000)(repository / "docs" / TALK)
    assert build(repository, tmp_path / "site").returncode == 0


def test_a_site_that_cannot_take_its_place_leaves_the_old_one(tmp_path: Path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "last-good").touch()
    with pytest.raises(FileNotFoundError):  # for whatever reason; here, since there is no new one
        replace(site, tmp_path / "site.new")
    assert [path.name for path in tmp_path.glob("site*/*")] == ["last-good"]
