"""Replace the tags of Hugo, Jekyll, Pelican and Eleventy in a post by Markdown, and leave out scripts and comments; code stays unchanged.

The text keeps its number of lines, so that messages can name them.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from tools.days import WORDS, pattern

KINDS = {name: set(names.split()) for name, names in WORDS["tags"].items()}
ARGUMENT = re.compile(r"""(?:(\w+)\s*(?:=|:(?!//))\s*)?("[^"]*"|'[^']*'|[^\s"',=|]+)""")


def meaning(name: str, text: str) -> str | None:
    """Return a tag with its arguments as Markdown, or None if it has no equivalent."""
    arguments = [(key.lower(), value.strip("\"'")) for key, value in ARGUMENT.findall(text)]
    named, placed = {key: value for key, value in arguments if key}, [value for key, value in arguments if not key]
    kind = re.sub(r"[-_]?(embed|player|video|simple|html)$|^lite[-_]", "", name) or name

    def one(*keys: str) -> str:
        return next((named[key] for key in keys if key in named), "")

    first = one("id", "v", "video_id", "videoid", "video", "src", "url", "link", "ref") or (placed[0] if placed else "")
    if name in KINDS["nothing"]:
        return ""
    if name == "details":
        return f"**{one('summary') or ' '.join(placed) or one('title') or 'Details'}**"
    if kind in KINDS["image"]:
        paths = [word for word in placed if "." in word or "/" in word] or placed
        source, caption = one("src", "file", "image_path", "image", "url", "path") or "".join(paths[:1]), one("caption", "title")
        alt = (one("alt") or caption).replace("[", "(").replace("]", ")")
        return f"![{alt}](<{source}>)" + (f"<br>*{caption}*" if caption else "") if source else None
    if name in KINDS["address"]:
        return re.sub(r"(/?_?index)?\.md(?=#|$)", "/", first if first.startswith(("/", "#", "http")) else f"/{first}") if first else None
    if kind not in KINDS["embed"] or not re.fullmatch(r"https?://\S+|[\w./?=&-]+", first):
        return None
    if first.startswith("http"):
        return f"<{first}>"
    if kind in ("tweet", "twitter", "x") and (number := re.search(r"\d{6,}", text)):
        return f"<https://twitter.com/{one('user') or 'i'}/status/{number[0]}>"
    if kind == "gist":
        return f"<https://gist.github.com/{'/'.join(placed[:2] if len(placed) > 1 and '/' not in first else [first])}>"
    return f"<{WORDS['hosts'][kind]}{first}>" if kind in WORDS["hosts"] else None


def outside_code(wanted: re.Pattern[str], change: Callable[[re.Match[str], int], str], text: str) -> str:
    """Return a text with each match outside of blocks of code replaced by `change(match, line from 0)`, with as many lines."""
    if not wanted.search(text):
        return text
    fences = [token.map for token in MarkdownIt("commonmark", {"maxNesting": 200}).parse(text) if token.type in ("fence", "code_block")]

    def changed(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start())
        if any(first <= line < end for first, end in fences):
            return found[0]
        new = change(found, line)
        return new + "\n" * (found[0].count("\n") - new.count("\n"))

    return wanted.sub(changed, text)


def matches(wanted: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return each match outside of blocks of code."""
    found: list[re.Match[str]] = []
    outside_code(wanted, lambda match, _: found.append(match) or match[0], text)
    return found


def replaced(text: str, report: Callable[[int, str], None]) -> str:
    """Return a text without tags; those without an equivalent stay as code, and are reported with their line, from 1."""

    def block(found: re.Match[str], line: int) -> str:
        if found["level"]:
            return f"{'#' * int(found['level'])} {found['words']}"
        indent = found["indent"]
        return "" if found["code"] is None or found["name"] == "comment" else f"{indent}```{found['language']}{found['code']}{indent}```"

    text = outside_code(pattern("block", re.DOTALL | re.MULTILINE | re.IGNORECASE), block, text)
    lines = text.split("\n")

    def tag(found: re.Match[str], line: int) -> str:
        if found["span"]:
            return found[0]
        if found["element"] or (found["comment"] or "").strip(" \n-"):
            comment = f"the comment “{' '.join((found['comment'] or '').split())[:60]}”"
            name = f"<{found['element'].lower()}> with its content" if found["element"] else comment
            report(line + 1, f"{name} is left out; write as text the part that readers need")
        if found["element"] or found["comment"] is not None or found["attributes"] or found["own"]:
            return "/" if found["own"] else ""
        name = (found["hugo"] or found["liquid"] or "").replace(" ", "").lower()
        path = pattern("path", 0).match(found["value"] or "")  # such as `{{ "/a" | relative_url }}`
        result = meaning(name, found["given"] or found["more"] or "") if name else path and (path["path"] or "")
        if result is not None:
            return result
        underlined = lines[line].strip() and re.fullmatch(r" {0,3}(?:=+|-+)[ \t]*", "".join(lines[line + 1 : line + 2]))
        if name and (underlined or re.match(r" {0,3}#{1,6}\s", lines[line])):
            return ""
        words = " ".join(found[0].split())
        report(line + 1, f"{words} works in its site's engine only, so it stays as code; write its output instead")
        in_address = re.search(r"""(?:\]\(|=["']|\(<|\]: |https?://\S*)$""", text[: found.start()].rpartition("\n")[2])
        return re.sub(r"[\s<>(){}%\"']+", "-", words) if in_address else f"`{words}`"

    text = outside_code(pattern("tag", 0), tag, text)
    # Some readers of Markdown need no space after the marks of headings; so does a text that writes most of them so.
    close, apart = matches(pattern("close heading", re.MULTILINE), text), matches(re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE), text)
    return (
        outside_code(pattern("close heading", re.MULTILINE), lambda found, _: f"{found[0]} ", text)
        if len(close) > max(1, len(apart))
        else text
    )
