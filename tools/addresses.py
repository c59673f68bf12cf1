"""Resolve a post's links and images for a page, and remove from its HTML elements that pages may not have; tell kinds of links apart."""

import filecmp
import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from hooks import addresses, markup
from hooks.addresses import address
from hooks.check.source import KNOWN
from tools.days import WORDS, pattern
from tools.docs import DOCS

HTML = {name: set(names.split()) for name, names in WORDS["html"].items()}
ELEMENTS = KNOWN | HTML["unwanted"] | HTML["file"] | HTML["math"]  # any other tag is text, such as the type in `List<String>`


@dataclass
class Place:
    """The base of a post's addresses: its folder, its site's URL (BASE), the anchors of its headings, each with a page below docs/; its definitions."""

    folder: Path
    base: str = ""
    anchors: dict[str, str] = field(default_factory=dict)
    images: dict[str, Path] = field(default_factory=dict)
    definitions: dict = field(default_factory=dict)

    def whole(self, address: str) -> str:
        """Return an absolute address, or "" if there is none."""
        address = address.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if (parts.scheme in ("http", "https") and parts.netloc and " " not in address) or parts.scheme == "mailto":
            return "" if addresses.fault(address) else address
        if re.match(r"//[^/]|www\.[\w-]+\.\w", address):
            return f"https://{address.lstrip('/')}"
        below = self.base and address and not parts.scheme and not address.startswith("#")
        return urljoin(self.base, quote(address, safe="/?&=#%:+,;@~")) if below else ""

    def local(self, address: str) -> Path | None:
        """Return the image of an address, beside the post or above it up to the root of its site, or None: nothing else gets published."""
        above = [self.folder.resolve(), *self.folder.resolve().parents]
        roots = [folder for folder in above if (folder / ".git").exists()]
        roots += [folder.parent for folder in above if folder.name in ("content", "_posts", "static")] or above[:1]
        folders = itertools.product(above[: above.index(roots[0]) + 1], ("", "static", "public", "content", "source", "src", "assets"))
        try:
            path = "" if "//" in address else unquote(urlsplit(address).path).lstrip("/")
            files = [(start / below / path).resolve() for start, below in folders]
            files = [file for file in files if file.is_relative_to(roots[0]) and file.suffix.lower() in HTML["image"] and file.is_file()]
        except (OSError, ValueError, RuntimeError):
            return None
        return next((file for file in files if not any(part.startswith(".") for part in file.relative_to(roots[0]).parts)), None)

    def add(self, file: Path, folder: str) -> str:
        """Add an image to a folder below docs/; return its name there, numbered while another file has it."""
        stem, suffix = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "image", file.suffix.lower()
        names = itertools.chain([f"{stem}{suffix}"], (f"{stem}-{number}{suffix}" for number in itertools.count(2)))
        there = ((name, self.images.get(f"{folder}/{name}", DOCS / folder / name)) for name in names)
        name = next(name for name, known in there if not known.exists() or filecmp.cmp(known, file, shallow=False))
        self.images[f"{folder}/{name}"] = file
        return name


@dataclass
class Page:
    """A page that is being written: its path below docs/, its ids, and the function that reports a problem with its line."""

    path: str
    place: Place
    ids: set[str]
    note: Callable[[int, str], None]
    line: int = 1

    def report(self, words: str) -> None:
        self.note(self.line, words)

    def target(self, href: str, in_html: bool = False) -> str:
        """Return the target of a link on this page, or "" if it has none: a page's file in Markdown, which MkDocs resolves, its URL in HTML."""
        anchor = unquote(href.partition("#")[2]).lower()
        if anchor and not href.startswith(("http", "//")):
            if href.startswith("#") and anchor in {known.lower() for known in self.ids}:
                return href
            if there := self.place.anchors.get(anchor):
                own, there = (address(self.path), address(there)) if in_html else (self.path, there)
                return there.rpartition("/")[2] if there == self.path else "../" * own.count("/") + there
        return self.place.whole(href)

    def picture(self, source: str, alt: str, title: str) -> tuple[str, str]:
        """Return an image's source and words: a file's name if the file is here, the address if it is on another site, or else ""."""
        words = " ".join(alt.split()) or title or Path(unquote(source.partition("?")[0])).stem or "image"
        if file := self.place.local(source):
            return self.place.add(file, self.path.rpartition("/")[0]), words
        address = self.place.whole(source)
        missing = f"the image {source[:80]} is not there; put it beside the post, or give BASE=https://…, the address of the post"
        other = f"the image {source[:80]} is a link now, since pages load nothing from other sites; put a copy beside the page to show it"
        self.report(other if address else missing)
        return address, f"{words}: {title}" if title and title not in words else words

    def cleaned(self, html: str, in_text: bool = False) -> str:
        """Return HTML without elements that pages may not have; files of other sites become links."""
        parts = markup.parts(html)
        if not in_text and not "".join(parts[::2]).strip() and {markup.tag(part).name for part in parts[1::2]} <= HTML["wrapper"]:
            return ""
        return markup.rewrite(html, self.tag)

    def tag(self, tag: markup.Tag) -> str:
        """Return what a tag becomes on this page."""
        given = {key: unescape(value) for key, value in tag.attributes.items() if key in HTML["attribute"]}
        source = unescape(tag.get("src") or tag.get("data"))
        if tag.name not in ELEMENTS:
            return f"<code>{escape(tag.raw)}</code>"
        if tag.name in HTML["unwanted"] or (tag.end and tag.name in HTML["file"]):
            return ""
        if tag.name == "img":
            name, words = self.picture(source, given.get("alt", ""), given.get("title", ""))
            if name and "/" not in name:
                size = "".join(f' {key}="{tag.get(key)}"' for key in ("width", "height") if re.fullmatch(r"\d+", tag.get(key)))
                title = f' title="{escape(given["title"])}"' if given.get("title") else ""
                return f'<img src="{name}" alt="{escape(words)}"{title}{size}>'
            return link(name, words) if name else f"{escape(words)} (<code>{escape(source)}</code>)"
        if tag.name in HTML["file"]:
            given_source, source = source, self.place.whole(source)
            if given_source and not source:
                fix = "give BASE=https://…, the address of the post, or write a link"
                self.report(f"the <{tag.name}> of {given_source[:80]} is left out, since a relative path leads nowhere here; {fix}")
            youtube = r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)\??(.*)"
            source = re.sub(youtube, r"https://www.youtube.com/watch?v=\1&\2", source).removesuffix("&")
            source = re.sub(r"https?://player\.vimeo\.com/video/", "https://vimeo.com/", source)
            return link(source, given.get("title") or urlsplit(source).netloc.removeprefix("www.")) if source else ""
        for key in {"href", "cite"} & {*given}:
            given[key] = self.target(given[key], in_html=True)
        kept = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if value)
        return f"<{'/' * tag.end}{tag.name}{kept}>"


def link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'


def kind_of_link(address: str) -> str:
    """Return the talk's key for a link: video, slides or page."""
    host, path = urlsplit(address).hostname or "", urlsplit(address).path.lower()
    if pattern("videos").search(host) or path.endswith((".mp4", ".webm")):
        return "video"
    slides = pattern("decks").search(host) or "/presentation/" in path or path.endswith((".pdf", ".pptx", ".ppt", ".key", ".odp"))
    return "slides" if slides else "page"
