"""A wrong redirect map is refused; each fault is one line with its line number."""

from pathlib import Path

import pytest
from site_build import Site, add_redirects, build, invented

from hooks.check.redirects import faults
from hooks.publish.redirect_rules import passed_limits
from hooks.redirects import read

PAGES = {"index.md": set(), "about.md": {"licence"}, "conf/index.md": set()}


def check(text: str) -> list[tuple[str, int, str]]:
    return list(faults(read(f"plugins:\n- redirects:\n    redirect_maps:\n{text}"), PAGES))


@pytest.mark.parametrize(
    "text",
    [
        "      old.md: about.md\n",
        "      old/one.md: about.md#licence\n      old/two.md: conf/index.md\n",
        "      old/one.v2_final-x.md: https://example.org/a?b=%22#c\n",
        "      old/index.md: about.md\n",
        "      {}\n",
    ],
)
def test_good(text: str):
    assert check(text) == []


BAD = {
    "no such page": ("      old.md: abuot.md", 4, "old.md leads to abuot.md, which is not a page"),
    "no such anchor": ("      old.md: about.md#license", 4, "old.md leads to #license, no heading of about.md"),
    "chain": ("      old.md: older.md\n      older.md: about.md", 4, "old.md takes more than one step (old.md → older.md → about.md)"),
    "circle": ("      a.md: b.md\n      b.md: a.md", 5, "b.md goes round in a circle (b.md → a.md → b.md)"),
    "circle of one": ("      a.md: a.md", 4, "a.md goes round in a circle (a.md → a.md)"),
    "shadow": ("      about.md: conf/index.md", 4, "about.md would hide the page about.md"),
    "shadow by another file": ("      about/index.md: conf/index.md", 4, "about/index.md would hide the page about.md"),
    "shadow of home": ("      README.md: about.md", 4, "README.md would hide the page index.md"),
    "twice by another file": ("      old.md: about.md\n      old/index.md: about.md", 5, "old/index.md is on line 4 too"),
    "chain by another file": ("      old.md: older/index.md\n      older.md: about.md", 4, "old.md takes more than one step"),
    "twice": ("      old.md: about.md\n      x.md: about.md\n      old.md: conf/index.md", 6, "old.md is on line 4 too"),
    "no scheme": ("      old.md: www.example.org/page", 4, "www.example.org/page, which is not a page"),
    "no scheme but slashes": ("      old.md: //example.org/page", 4, "//example.org/page, which is not a page"),
    "half a bracket": ("      old.md: https://[example.org/", 4, "'https://[example.org/', which is not an address"),
    "number": ("      7: about.md", 4, "the source '7' is not a path"),
    "no host": ("      old.md: https:///page", 4, "'https:///page', which is not an address"),
    "quote": ('      old.md: https://example.org/a"b', 4, "which is not an address"),
    "variable": ("      old.md: https://example.org/$a", 4, "which is not an address"),
    "placeholder": ("      old.md: https://example.org/{a}", 4, "which is not an address"),
    "letter that hosts encode each their way": ("      'old/ö.md': about.md", 4, "the source 'old/ö.md' is not a path"),
    "pattern": ("      'old/*.md': about.md", 4, "the source 'old/*.md' is not a path"),
    "dot": ("      ./old.md: about.md", 4, "the source './old.md' is not a path"),
    "space": ("      'old page.md': about.md", 4, "the source 'old page.md' is not a path"),
    "dots": ("      ../old.md: about.md", 4, "the source '../old.md' is not a path"),
    "dots within": ("      a/../old.md: about.md", 4, "the source 'a/../old.md' is not a path"),
    "from the root": ("      /old.md: about.md", 4, "the source '/old.md' is not a path"),
    "not a file": ("      old/: about.md", 4, "the source 'old/' is not a path"),
}


@pytest.mark.parametrize(("text", "line", "fault"), BAD.values(), ids=BAD)
def test_bad(text: str, line: int, fault: str):
    found = check(text + "\n")
    assert any(at == line and fault in message and "; " in message for _, at, message in found), found


def test_the_build_refuses(tmp_path: Path):
    """One build reports all faults, each with its line; each case has sources of its own."""
    copied = invented(tmp_path)
    expected = []
    for name in ("circle", "shadow", "twice", "no scheme", "half a bracket", "number", "space", "dots"):
        text, line, fault = (str(part).replace("old", f"{name.replace(' ', '-')}-old") for part in BAD[name])
        at = add_redirects(copied, *text.replace("conf/index.md", "speakers.md").splitlines()) + int(line) - 4
        expected = [(number + len(text.splitlines()), message) for number, message in expected]
        expected.append((at, fault.partition(" on line ")[0]))
    result = build(copied, tmp_path / "site")
    assert result.returncode != 0
    for at, fault in expected:
        assert len([line for line in result.stdout.splitlines() if f"mkdocs.yml:{at}: " in line and fault in line]) == 1, result.stdout


def test_the_build_takes_every_id(site: Site, tmp_path: Path):
    """Also ids that hooks add, and those that a page keeps by hand."""
    copied = invented(tmp_path)
    day = site.of_kind("day")[0].path
    anchors = [heading["id"] for heading in site.page(day).html.select("h1[id], .notes > h2[id]")]
    assert len(anchors) > 1
    with (copied / "docs" / "about.md").open("a", encoding="utf-8") as file:
        file.write('\n<a id="kept"></a>\n')
    add_redirects(copied, *(f"old/{anchor}.md: {day}#{anchor}" for anchor in anchors), "old.md: about.md#kept")
    result = build(copied, tmp_path / "site")
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("rules", "length", "hosts"),
    [
        (1000, 60, []),
        (1001, 60, ["GitLab Pages"]),
        (900, 80, ["GitLab Pages"]),
        (2001, 20, ["GitLab Pages", "Cloudflare Pages"]),
    ],
)
def test_the_build_says_which_hosts_read_fewer_rules(rules: int, length: int, hosts: list[str]):
    messages = [*passed_limits(["x" * length] * rules)]
    assert len(messages) == len(hosts) and all(name in text for name, text in zip(hosts, messages, strict=True)), messages
