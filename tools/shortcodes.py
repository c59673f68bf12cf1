"""Replace the tags of Hugo, Jekyll, Pelican and Eleventy in a post by Markdown, and leave out scripts and comments; code stays unchanged.

The text keeps its number of lines, so that messages can name them.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

OPEN, CLOSE = r"^(?P<indent>[ \t]*)(?:\{\{[<%]|\{%)-?\s*", r"[^\n]*?-?(?:[>%]\}\}|%\})[ \t]*$"
# Blocks of lines: code, comments, and tables of contents, which this site has its own of.
BLOCK = re.compile(
    rf"{OPEN}(?P<name>highlight|code|codeblock|prism|comment)\b[ \t]*(?P<language>[\w+-]*){CLOSE}(?P<code>.*?)"
    r"^[ \t]*(?:\{\{[<%]\s*/\s*|\{%-?\s*end)(?P=name)\b[^\n]*"
    r"|^[ \t]*<!--\s*(?:toc|START doctoc|markdown-toc)\b[^\n]*-->.*?<!--\s*(?:tocstop|/toc|END doctoc)[^\n]*-->[^\n]*"
    r"|^[ \t]*(?:[*+-]|\d+\.)[ \t]+(?:toc|table of contents|contents)[ \t]*\n[ \t]*\{:[^\n]*"
    r"|^[ \t]*(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|<!--\s*(?:more|excerpt|truncate|end ?excerpt|toc|tocstop|/toc)\s*-->)[ \t]*$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
CLOSE = re.compile(r"^(#{2,6}|#(?=\S+[^\S\n]+\S))(?=[^#\s!/:])", re.MULTILINE)  # `#Heading`, not `#tag`
HEADING = re.compile(r"^[ \t]*<h([1-6])\b[^>\n]*>(.*?)</h\1>[ \t]*$", re.MULTILINE | re.IGNORECASE)
TAG = re.compile(
    r"(?P<span>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|\{\{[<%]-?\s*(?P<hugo>/?\s*[\w./-]+)(?P<given>(?:.|\n(?!\n))*?)-?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>[\w./-]+)(?P<more>(?:.|\n(?!\n))*?)-?%\}"
    r"|\{\{-?\s*(?P<value>[^{}\n]*?)-?\}\}"
    r"|(?P<attributes>\{:[^{}\n]*\})"
    r"|(?i:<(?P<element>script|style|noscript|svg)\b(?:.|\n)*?</(?P=element)\s*>)|<!--(?P<comment>(?:.|\n)*?)-->"
    r"|(?P<own>(?<=[(\"'])[{|](?:filename|static|attach|author|tag|category)[}|]/?)"
)
ARGUMENT = re.compile(r"""(?:(\w+)\s*(?:=|:(?!//))\s*)?("[^"]*"|'[^']*'|[^\s"',=|]+)""")
NOTHING = {"toc", "more", "tableofcontents", "table-of-contents", "table_of_contents", "raw", "endraw", "/details", "enddetails", "endfigure", "excerpt"}  # fmt: skip
IMAGES = {"figure", "image", "img", "picture", "responsive-image", "asset_img"}
HOSTS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/", "instagram": "https://www.instagram.com/p/"}
EMBEDS = {*HOSTS, "gist", "tweet", "twitter", "x", "embed", "oembed"}


def meaning(name: str, text: str) -> str | None:
    """Return a tag with its arguments as Markdown, or None if it has no equivalent."""
    arguments = [(key.lower(), value.strip("\"'")) for key, value in ARGUMENT.findall(text)]
    named, placed = {key: value for key, value in arguments if key}, [value for key, value in arguments if not key]
    kind = re.sub(r"[-_]?(embed|player|video|simple|html)$|^lite[-_]", "", name) or name

    def one(*keys: str) -> str:
        return next((named[key] for key in keys if key in named), "")

    first = one("id", "v", "video_id", "videoid", "video", "src", "url", "link", "ref") or (placed[0] if placed else "")
    if name in NOTHING:
        return ""
    if name == "details":
        return f"**{one('summary') or ' '.join(placed) or one('title') or 'Details'}**"
    if kind in IMAGES:
        paths = [word for word in placed if "." in word or "/" in word] or placed
        source, caption = one("src", "file", "image_path", "image", "url", "path") or "".join(paths[:1]), one("caption", "title")
        alt = (one("alt") or caption).replace("[", "(").replace("]", ")")
        return f"![{alt}](<{source}>)" + (f"<br>*{caption}*" if caption else "") if source else None
    if name in ("ref", "relref", "post_url", "link"):
        return re.sub(r"(/?_?index)?\.md(?=#|$)", "/", first if first.startswith(("/", "#", "http")) else f"/{first}") if first else None
    if kind not in EMBEDS or not re.fullmatch(r"https?://\S+|[\w./?=&-]+", first):
        return None
    if first.startswith("http"):
        return f"<{first}>"
    if kind in ("tweet", "twitter", "x") and (number := re.search(r"\d{6,}", text)):
        return f"<https://twitter.com/{one('user') or 'i'}/status/{number[0]}>"
    if kind == "gist":
        return f"<https://gist.github.com/{'/'.join(placed[:2] if len(placed) > 1 and '/' not in first else [first])}>"
    return f"<{HOSTS[kind]}{first}>" if kind in HOSTS else None


def path_of(value: str) -> str | None:
    """Return the path that an expression such as `{{ "/a" | relative_url }}` stands for, or None."""
    if re.match(r"site\.(base_?url|url)\b|relative_url|\.?Site\.", value):
        return ""
    path = re.match(r"""["'](\S*?)["']\s*\|\s*(?:relative_url|absolute_url|url|prepend|asset_path)""", value)
    return path[1] if path else None


def outside_code(pattern: re.Pattern[str], change: Callable[[re.Match[str], int], str], text: str) -> str:
    """Return a text with each match outside of blocks of code replaced by `change(match, line from 0)`, with as many lines."""
    if not pattern.search(text):
        return text
    fences = [token.map for token in MarkdownIt("commonmark", {"maxNesting": 200}).parse(text) if token.type in ("fence", "code_block")]

    def changed(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start())
        if any(first <= line < end for first, end in fences):
            return found[0]
        new = change(found, line)
        return new + "\n" * (found[0].count("\n") - new.count("\n"))

    return pattern.sub(changed, text)


def matches(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """Return each match outside of blocks of code."""
    found: list[re.Match[str]] = []
    outside_code(pattern, lambda match, _: found.append(match) or match[0], text)
    return found


def replaced(text: str, report: Callable[[int, str], None]) -> str:
    """Return a text without tags; those without an equivalent stay as code, and are reported with their line, from 1."""

    def block(found: re.Match[str], line: int) -> str:
        indent = found["indent"]
        return "" if found["code"] is None or found["name"] == "comment" else f"{indent}```{found['language']}{found['code']}{indent}```"

    text = outside_code(BLOCK, block, text)
    text = outside_code(HEADING, lambda found, line: f"{'#' * int(found[1])} {found[2]}", text)
    lines = text.split("\n")

    def tag(found: re.Match[str], line: int) -> str:
        if found["span"]:
            return found[0]
        if found["element"] or (found["comment"] or "").strip(" \n-"):
            name = (
                f"<{found['element'].lower()}> with its content"
                if found["element"]
                else f"the comment “{' '.join(found['comment'].split())[:60]}”"
            )
            report(line + 1, f"{name} is left out; write as text the part that readers need")
        if found["element"] or found["comment"] is not None:
            return ""
        if found["attributes"] or found["own"]:
            return "/" if found["own"] else ""
        name = (found["hugo"] or found["liquid"] or "").replace(" ", "").lower()
        result = meaning(name, found["given"] or found["more"] or "") if name else path_of(found["value"])
        if result is not None:
            return result
        underlined = lines[line].strip() and re.fullmatch(r" {0,3}(?:=+|-+)[ \t]*", "".join(lines[line + 1 : line + 2]))
        if name and (underlined or re.match(r" {0,3}#{1,6}\s", lines[line])):
            return ""
        words = " ".join(found[0].split())
        report(line + 1, f"{words} works in its site's engine only, so it stays as code; write its output instead")
        in_address = re.search(r"""(?:\]\(|=["']|\(<|\]: |https?://\S*)$""", text[: found.start()].rpartition("\n")[2])
        return re.sub(r"[\s<>(){}%\"']+", "-", words) if in_address else f"`{words}`"

    text = outside_code(TAG, tag, text)
    # Some readers of Markdown need no space after the marks of headings; so does a text that writes most of them so.
    close, apart = matches(CLOSE, text), matches(re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE), text)
    return outside_code(CLOSE, lambda found, _: f"{found[1]} ", text) if len(close) > max(1, len(apart)) else text
