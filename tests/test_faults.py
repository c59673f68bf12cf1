"""A page with a fault fails the build with `path:line: problem; fix`; one run reports all faults, listed in tests/data/faults/*.yml."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageSequence
from processes import write
from site_build import INVENTED, REPOSITORY, build, data, invented

from hooks.check.files import faults_of_picture

CASES = {
    f"{file.stem}: {name}": case | {"file": file.stem}
    for file in sorted((INVENTED / "faults").glob("*.yml"))
    for name, case in data(f"faults/{file.stem}").items()
}
MESSAGE = re.compile(r"^(?:WARNING -  |ERROR   -  )?docs/(?P<path>.*?):(?P<message>\d+: .*; .*)$", re.MULTILINE)


def path_of(name: str) -> str:
    return CASES[name].get("path") or f"case-{list(CASES).index(name)}/day-1/talk.md"


def pixels(file: Path) -> list[bytes]:
    """Return the pixels of each frame of a picture, whose EXIF data turns it."""
    with Image.open(file) as picture:
        picture.load()
        assert picture.getexif()[ExifTags.Base.Orientation] == 6
        return [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(picture)]


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The messages of a build of all cases, which a second build repeats: a page with a fault is never taken from the cache."""
    copied = invented(tmp_path_factory.mktemp("faults"))
    for name, case in CASES.items():
        index = f"{path_of(name).partition('/')[0]}/index.md"
        pages = {} if path_of(name) == index or (copied / "docs" / index).exists() else {index: f"---\ntitle: {path_of(name)}\n---\n"}
        pages |= case.get("with", {})
        if "text" in case:
            pages[path_of(name)] = case["text"] if case["file"] == "front-matter" else f"---\ntitle: A talk\n---\n\n{case['text']}\n"
        write(copied / "docs", pages)
    result, again = (build(copied, copied / "site") for _ in range(2))
    assert result.returncode and "\nTraceback" not in result.stdout and result.stdout == again.stdout, result.stdout
    return result.stdout


@pytest.mark.parametrize("name", CASES)
def test_the_build_reports(name: str, output: str):
    found, expected = [match["message"] for match in MESSAGE.finditer(output) if match["path"] == path_of(name)], CASES[name]["expect"]
    assert len(found) == len(expected) and all(map(str.startswith, sorted(found), sorted(expected))), found


@pytest.mark.parametrize("name", ['a".jpg', "a '$b.webp", "a.png"])
def test_the_command_of_a_message_removes_the_place_of_a_picture(name: str, tmp_path: Path):
    first, *others = frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "lime", "blue")]
    exif, file = Image.Exif(), tmp_path / "docs" / name
    exif[ExifTags.Base.Orientation], exif[ExifTags.IFD.GPSInfo] = 6, {1: "N", 2: (1.0, 2.0, 3.0)}
    file.parent.mkdir()
    first.save(file, exif=exif, **({} if name.endswith("jpg") else {"save_all": True, "append_images": others, "lossless": True}))
    before = pixels(file)
    [(_, _, problem)] = faults_of_picture(name, file)
    command = problem.partition(": ")[2].replace(".venv/bin/python", sys.executable)
    subprocess.run(command, shell=True, check=True, cwd=tmp_path, env={"PYTHONPATH": str(REPOSITORY)})
    assert [*faults_of_picture(name, file)] == [] and pixels(file) == before and len(before) in (1, len(frames))


def test_it_reports_nothing_else(output: str):
    others = {path_of(name) for name in CASES}
    lines = [line for line in output.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert [line for line in lines if (found := MESSAGE.match(line)) is None or found["path"] not in others] == []
    assert output.rstrip().endswith(f"Aborted with {len(lines)} warnings in strict mode!")
