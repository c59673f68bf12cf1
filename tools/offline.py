"""Make a zip of a built site that works from a folder, without a server, including its search."""

import json
import os
import re
import sys
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

TAG = re.compile(r"<[a-z][^>]*>")
# Without a server, a link to a folder does not open its index.html, so links name it. Links to other sites stay
# unchanged.
LINK = re.compile(r'(?<=\s)(href|action)="(?![\w+.-]+:|/|#)((?:[^"#?]*/)?(?:\.{1,2})?)(?=["#?])')
ASSET = re.compile(r'(?<=[\s-])(?:href|src|poster|srcset)="([^"]*)"')
OWN = re.compile(r"(?![\w+.-]+:|/)([^#?]+\.\w+)(?=[#?]|$)")
NAME = "conference-notes.zip"
# The copy does not offer itself for download.
ITSELF = re.compile(r'<li class="online-only">.*?</li>', re.DOTALL)
# On a page opened from a folder, Chromium matches no file with 'self': allow files by their scheme, and the worker by blob:.
POLICY = re.compile(r'(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*')
START = re.compile(r'(?=<script src="([^"]*)start\.js")')

SEARCH = [f"assets/search/{name}.js" for name in ("stemmer", "words", "when", "index", "rank", "passages", "worker")]
# Where the theme looks for the index when it cannot fetch one, and under what name.
INDEX = "search/search_index.js", "var __index = {}"
# A browser starts no worker from a file:// address, but from a Blob.
WORKER = """self.searchWorker = URL.createObjectURL(new Blob([
  `self.importScripts = () => {{}}; self.searchIndex = ${{JSON.stringify(__index)}};`, {}]))"""
# 1980-01-01, the first day that a zip can store: the same site gives the same zip.
DAY = (1980, 1, 1, 0, 0, 0)


def off_line(html: str) -> str:
    """Return a page changed so that it works from a folder."""

    def named(link: re.Match[str]) -> str:
        attribute, folder = link.groups()
        return f'{attribute}="{folder}{"/" if folder.endswith(".") else ""}index.html'

    html = POLICY.sub(lambda policy: policy[0].replace("worker-src 'self'", "worker-src blob:").replace("'self'", "file:"), html, count=1)
    html = TAG.sub(lambda tag: LINK.sub(named, tag[0]), ITSELF.sub("", html))
    return START.sub(r'<script src="\1../search/search_index.js" defer></script><script src="\1search/offline.js" defer></script>', html)


def search(site: Path) -> dict[str, str]:
    """Return the search's scripts as {path: content}: the index, and the engine and the worker where start.js looks for them."""
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    for entry in index["docs"]:
        entry["location"] = re.sub(r"(^|(?<=/))(?=#|$)", "index.html", entry["location"], count=1)
    code = ";\n".join((site / path).read_text(encoding="utf-8") for path in SEARCH)
    path, text = INDEX
    return {path: text.format(json.dumps(index)), "assets/search/offline.js": WORKER.format(json.dumps(code))}


def assets(html: str) -> set[str]:
    """Return the site's files that a page loads or links to, as paths from its folder."""
    values = {value for tag in TAG.findall(html) for value in ASSET.findall(tag)}
    addresses = {part.split()[0] for value in values for part in value.split(", ") if part.strip()} | values
    return {unquote(own[1]) for address in addresses if (own := OWN.match(address))}


def files(site: Path) -> dict[str, bytes]:
    """Return the content of the zip, path to bytes: the site's pages without redirects, and the files that pages load or link to."""
    found = {}
    for page in sorted(site.rglob("index.html")):
        html = page.read_text(encoding="utf-8")
        if 'property="og:url"' in html:  # pages have it, redirects do not
            found[page.relative_to(site).as_posix()] = off_line(html).encode()
            for asset in sorted(assets(html)):  # a set's order differs in each run
                path = Path(os.path.normpath(page.parent / asset))
                if path != site / NAME:
                    found[path.relative_to(site).as_posix()] = path.read_bytes()
    return found | {path: script.encode() for path, script in search(site).items()}


if __name__ == "__main__":
    os.umask(0o022)  # the web server, which runs as another user, reads the zip
    root = Path(sys.argv[1])
    target = root / NAME
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files(root).items():
            entry = ZipInfo(f"{target.stem}/{name}", DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, ZIP_DEFLATED)
    print(f"{target}: {target.stat().st_size // 1024} KB")
