"""Resolve a post's links and images, and remove from its HTML elements that pages may not have."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from markdown_it.token import Token

# Characters that Python-Markdown would interpret; for mdformat, letters of an extinct script replace them.
SIGNS = {"<": "\ua840", "#": "\ua841", "(": "\ua842"}
ESCAPED = {"\ua840": "&lt;", "\ua841": "\\#", "\ua842": "&#40;"}
LESS = SIGNS["<"]
TAG_OF = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>/\"']+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?|\s*/)*)\s*>")
ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
GONE = re.compile(r"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<!--\s*more\s*-->|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
FRAMES = {"iframe", "embed", "object", "video", "audio", "source", "track", "frame"}
WRAPPERS = {"div", "center", "section", "article", "aside", "details", "figure", "p", "span", "main", "font", "small", "big"}


@dataclass
class Place:
    """The base of a post's addresses: its folder, its site's URL (BASE), and the anchors of its headings, each with a page below docs/."""

    folder: Path
    base: str = ""
    anchors: dict[str, str] = field(default_factory=dict)
    images: dict[str, Path] = field(default_factory=dict)

    def whole(self, address: str) -> str:
        """Return an absolute address, or "" if there is none."""
        address = address.strip()
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if (parts.scheme in ("http", "https") and parts.netloc and " " not in address) or parts.scheme == "mailto":
            return address
        if address.startswith("//") and parts.netloc:
            return f"https:{address}"
        if re.match(r"www\.[\w-]+\.\w", address):
            return f"https://{address}"
        return (
            urljoin(self.base, quote(address, safe="/?&=#%:+,;@~"))
            if self.base and not parts.scheme and address and not address.startswith("#")
            else ""
        )

    def local(self, address: str) -> Path | None:
        """Return the file of an address, beside the post or above it, or None."""
        name = unquote(urlsplit(address).path) if "//" not in address else ""
        if not name or "\0" in name:
            return None
        folder = self.folder.absolute()
        for start in [folder, *list(folder.parents)[:4]]:
            for below in ("", "static", "public", "content", "source", "src", "assets"):
                try:
                    file = (start / below / name.lstrip("/")).resolve()
                    if file.is_file() and file.is_relative_to(start.resolve()):
                        return file
                except (OSError, ValueError):
                    return None
        return None


def text_token(words: str) -> Token:
    words = re.sub(r"(?<=\])\(", SIGNS["("], re.sub(r"^#(?=\S)", SIGNS["#"], words))
    return Token("text", "", 0, content=words.replace("<", LESS))


def code_token(words: str) -> Token:
    return Token("code_inline", "code", 0, content=words, markup="`")


def link_tokens(address: str, children: list[Token]) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": address}), *children, Token("link_close", "a", -1)]


def target(href: str, page: str, place: Place, ids: set[str]) -> str:
    """Return the target of a link on a page, or "" if it has none."""
    if "#" in href and (anchor := unquote(href.partition("#")[2]).lower()) and not href.startswith(("http", "//")):
        if href.startswith("#") and anchor in {known.lower() for known in ids}:
            return href
        if there := place.anchors.get(anchor):
            return page.rpartition("/")[2] if there == page else "/".join([*[".."] * page.count("/"), there])
    return place.whole(href) if not href.startswith("#") else ""


def picture(source: str, alt: str, title: str, page: str, place: Place, report: Callable[[str], None], linked: bool = False) -> list[Token]:
    """Return an image as tokens: an image if its file is here, a link if it is on another site, or else its text."""
    words = " ".join(alt.split()) or title or Path(unquote(source.partition("?")[0])).stem or "image"
    if file := place.local(source):
        name = re.sub(r"[^a-z0-9.]+", "-", file.name.lower()).strip("-.") or "image"
        path = "/".join([*page.split("/")[:-1], name])
        while place.images.get(path, file) != file:
            path = path.rpartition(".")[0] + "-2." + path.rpartition(".")[2]
        place.images[path] = file
        return [
            Token(
                "image",
                "img",
                0,
                attrs={"src": path.rpartition("/")[2], **({"title": title} if title else {})},
                children=[text_token(words)],
                content=words,
            )
        ]
    if address := place.whole(source):
        report("an image of another site is a link now, since pages load nothing from elsewhere; put a copy beside the page to show it")
        return [text_token(words)] if linked else link_tokens(address, [text_token(words)])
    if linked:
        return [text_token(words)]
    report(f"the image {source[:80]} is not there; put it beside the post, or give BASE=https://…, the address of the post")
    return [text_token(f"{words} ("), code_token(source[:200]), text_token(")")]


def cleaned(html: str, page: str, place: Place, report: Callable[[str], None], in_text: bool = False) -> str:
    """Return HTML without scripts, styles and frames; files of other sites become links."""
    html = GONE.sub("", html)
    alone = TAG_OF.fullmatch(html.strip()) or re.fullmatch(
        r"(?:\s*</?(?:div|center|section|article|aside|details|figure|p|br)\b[^<>]*>)+\s*", html
    )
    if not in_text and alone and not re.search(r"<(?!/?(?:" + "|".join(WRAPPERS) + r"|br)\b)", html):
        return ""  # around Markdown, which Python-Markdown would not render within HTML
    summary = re.fullmatch(r"\s*(?:<details[^<>]*>)?\s*<summary[^<>]*>(.*?)</summary>(.*)", html, re.DOTALL)
    if summary and not in_text:
        said, rest = (
            re.sub(pattern, "", part) for pattern, part in ((r"<[^<>]*>", summary[1]), (r"^(?:\s*<br\s*/?>)*|</details>", summary[2]))
        )
        html = f"<p><strong>{' '.join(said.split())}</strong></p>{rest}"

    def tag(found: re.Match[str]) -> str:
        close, name, attributes = found[1], found[2].lower(), found[3]
        given = {key.lower(): unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(attributes) if key != "/"}
        if name in ("link", "meta", "base", "form", "input", "button", "html", "body", "head"):
            return ""
        if name in FRAMES:
            source = place.whole(given.get("src") or given.get("data") or "") if not close else ""
            if not source:
                return ""
            source = re.sub(
                r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)\??", r"https://www.youtube.com/watch?v=\1&", source
            ).rstrip("&")
            source = re.sub(r"https?://player\.vimeo\.com/video/", "https://vimeo.com/", source)
            return f'<a href="{source.replace("&", "&amp;").replace(chr(34), "%22")}">{escape(given.get("title") or urlsplit(source).netloc.removeprefix("www."))}</a>'
        if name == "img":
            made = picture(given.get("src", ""), given.get("alt", ""), given.get("title", ""), page, place, report)
            if made[0].type == "image":
                size = "".join(f' {key}="{given[key]}"' for key in ("width", "height") if re.fullmatch(r"\d+", given.get(key, "")))
                return f'<img src="{made[0].attrs["src"]}" alt="{made[0].content.replace(chr(34), "&quot;")}"{size}>'
            address = made[0].attrs.get("href", "") if made[0].type == "link_open" else ""
            words = "".join(f"<code>{token.content}</code>" if token.type == "code_inline" else token.content for token in made).replace(
                LESS, "&lt;"
            )
            return f'<a href="{str(address).replace("&", "&amp;")}">{words}</a>' if address else words
        kept = ""
        for key, value in given.items():
            if key in (
                "style",
                "target",
                "rel",
                "align",
                "width",
                "height",
                "border",
                "bgcolor",
                "color",
                "frameborder",
                "srcset",
            ) or key.startswith(("on", "data-", "v-", "@", ":")):
                continue
            if key in ("href", "cite", "src"):
                value = target(
                    value, page, place, {value.lstrip("#")} if value.startswith("#") and value[1:].lower() not in place.anchors else set()
                )
                if not value or value.startswith("#"):
                    continue
            kept += f' {key}="{value.replace("&", "&amp;").replace(chr(34), "&quot;")}"'
        return "" if name == "font" else f"<{close}{name}{kept}>"

    return TAG_OF.sub(tag, html)
