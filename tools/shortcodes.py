"""Replace the tags of Hugo, Jekyll, Pelican and Eleventy in a post by Markdown; code stays unchanged.

The text keeps its number of lines, so that messages can name them.
"""

import re
from collections.abc import Callable

FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?(`{3,}|~{3,})")
SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
TAG = re.compile(
    r"\{\{[<%]-?\s*(?P<hugo>/?\s*[\w./-]+)(?P<given>.*?)-?[>%]\}\}"
    r"|\{%-?\s*(?P<liquid>[\w./-]+)(?P<more>.*?)-?%\}"
    r"|\{\{-?\s*(?P<value>[^{}]*?)-?\}\}"
    r"|(?P<attributes>\{:[^{}\n]*\})"
)
GIVEN = re.compile(r"""(?:(\w+)\s*[=:]\s*)?("[^"]*"|'[^']*'|[^\s"',=|]+)""")
HEADING = re.compile(r"\s*<h([1-6])\b[^>]*>(.*?)</h\1>\s*")
CONTENTS = re.compile(
    r"\s*(?:\[toc\]|\[\[_?toc_?\]\]|\$\{toc\}|<!--\s*(?:more|excerpt|truncate|end ?excerpt|tocstop|/toc)\s*-->)\s*", re.IGNORECASE
)
COMMENTED_TOC = re.compile(r"\s*<!--\s*(?:toc|TOC|START doctoc.*|markdown-toc.*)\s*-->")
NOTHING = {"toc", "more", "tableofcontents", "table-of-contents", "table_of_contents", "raw", "endraw", "/details", "enddetails", "endfigure", "excerpt"}  # fmt: skip
Report = Callable[[int, str], None]


def given(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the arguments of a tag, by name and by position."""
    named: dict[str, str] = {}
    placed = []
    for key, value in GIVEN.findall(text):
        value = value.strip("\"'")
        if key:
            named[key.lower()] = value
        else:
            placed.append(value)
    return named, placed


def meaning(name: str, text: str) -> str | None:
    """Return a tag as Markdown, or None if it has no equivalent."""
    named, placed = given(text)
    if name == "include" and placed:
        name = placed.pop(0).rsplit("/", 1)[-1].partition(".")[0].lower()
    kind = re.sub(r"[-_]?(embed|player|video|simple|html)$|^lite[-_]", "", name) or name
    first = next(
        (named[key] for key in ("id", "v", "video_id", "videoid", "video", "src", "url", "link", "ref") if key in named),
        placed[0] if placed else "",
    )
    if name in NOTHING:
        return ""
    if name == "details":
        return f"**{named.get('summary') or ' '.join(placed) or named.get('title') or 'Details'}**"
    if kind in ("figure", "image", "img", "picture", "responsive-image", "asset_img"):
        source = next((named[key] for key in ("src", "file", "image_path", "image", "url", "path") if key in named), "")
        if not source and (placed := [word for word in placed if "." in word or "/" in word] or placed):
            source = placed[0]
        caption = named.get("caption") or named.get("title") or ""
        alt = (named.get("alt") or caption).replace("[", "(").replace("]", ")")
        return f"![{alt}](<{source}>)" + (f"<br>*{caption}*" if caption else "") if source else None
    if name in ("ref", "relref", "post_url", "link"):
        return re.sub(r"(/?_?index)?\.md(?=#|$)", "/", first if first.startswith(("/", "#", "http")) else f"/{first}") if first else None
    if first.startswith(("http://", "https://")) and kind in (
        "youtube",
        "vimeo",
        "gist",
        "tweet",
        "twitter",
        "x",
        "instagram",
        "embed",
        "oembed",
    ):
        return f"<{first}>"
    if not re.fullmatch(r"[\w./?=&-]+", first):
        return None
    if kind in ("tweet", "twitter", "x") and (number := re.search(r"\d{6,}", text)):
        return f"<https://twitter.com/{named.get('user', 'i')}/status/{number[0]}>"
    if kind == "gist":
        return f"<https://gist.github.com/{'/'.join(placed[:2] if len(placed) > 1 and '/' not in first else [first])}>"
    hosts = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/", "instagram": "https://www.instagram.com/p/"}
    return f"<{hosts[kind]}{first}>" if kind in hosts else None


def replaced(text: str, report: Report) -> str:
    """Return a text without tags; those without an equivalent stay as code, and are reported with their line."""
    lines = text.split("\n")
    done: list[str] = []
    fence = end = None
    while len(done) < len(lines):
        number = len(done)
        line = lines[number]
        if fence:
            if line.strip(" \t>").startswith(fence) and not line.strip(" \t>").strip(fence[0]):
                fence = None
            done.append(line)
            continue
        if end:
            stop = end[0].search(line)
            kept = end[1] if stop else None
            done.append((kept if kept is not None else "") if stop else line if end[2] else "")
            end = None if stop else end
            continue
        if found := FENCE.match(line):
            fence = found[1]
            done.append(line)
            continue
        if CONTENTS.fullmatch(line) or (
            re.fullmatch(r"\s*(?:[*+-]|\d+\.)\s+(?:toc|table of contents|contents)\s*", line, re.IGNORECASE)
            and lines[number + 1 : number + 2]
            and "{:" in lines[number + 1]
        ):
            done.append("")
            continue
        if COMMENTED_TOC.match(line) and (
            close := next((at for at in range(number, len(lines)) if re.match(r"\s*<!--\s*(?:tocstop|/toc|/TOC|END doctoc)", lines[at])), 0)
        ):
            done += [""] * (close + 1 - number)
            continue
        # Join a tag that spans several lines.
        extra = 0
        if opened := re.search(r"\{\{[<%](?!.*[>%]\}\})|\{%(?!.*%\})", line):
            close = r"[>%]\}\}" if opened[0].startswith("{{") else r"%\}"
            extra = next((at for at in range(1, 12) if number + at < len(lines) and re.search(close, lines[number + at])), 0)
            line = " ".join([line, *(part.strip() for part in lines[number + 1 : number + 1 + extra])])
        if block := re.match(r"([ \t]*)(?:\{\{[<%]|\{%)-?\s*(highlight|code|codeblock|prism|comment)\b(.*?)-?(?:[>%]\}\}|%\})\s*$", line):
            indent, name, options = block.groups()
            if any(re.search(rf"(?:\{{%-?\s*end|\{{\{{[<%]\s*/\s*){name}", later) for later in lines[number:]):
                done += ["" if name == "comment" else f"{indent}```{(given(options)[1] or [''])[0]}", *[""] * extra]
                end = (
                    re.compile(rf"(?:\{{%-?\s*end|\{{\{{[<%]\s*/\s*){name}"),
                    None if name == "comment" else f"{indent}```",
                    name != "comment",
                )
                continue
        if found := HEADING.fullmatch(line):
            line = f"{'#' * int(found[1])} {found[2]}"
        underlined = line.strip() and re.fullmatch(r" {0,3}(?:=+|-+)[ \t]*", "".join(lines[number + 1 : number + 2]))
        done += [outside(line, number + 1, report, bool(underlined or re.match(r" {0,3}#{1,6}\s", line))), *[""] * extra]
    return "\n".join(done)


def outside(line: str, number: int, report: Report, heading: bool = False) -> str:
    """Return a line with the tags outside of its code spans replaced; in a heading, those without a meaning are left out."""
    if "{" not in line:
        return line

    def tag(found: re.Match[str]) -> str:
        in_address = line[: found.start()].endswith(("](", '="', "='", "(<", "]: "))
        if found["attributes"]:
            return ""
        if found["value"] is not None:
            words = found["value"]
            if re.match(r"site\.(base_?url|url)\b|relative_url|\.?Site\.", words):
                return ""
            if path := re.match(r"""["'](\S*?)["']\s*\|\s*(?:relative_url|absolute_url|url|prepend|asset_path)""", words):
                return path[1]
            result = None
        else:
            result = meaning((found["hugo"] or found["liquid"]).replace(" ", "").lower(), found["given"] or found["more"] or "")
        if result is None and heading and found["value"] is None:
            return ""
        if result is None:
            report(number, f"{found[0]} works in its site's engine only, so it stays as code; write its output instead")
            return re.sub(r"[\s<>(){}%\"']+", "-", found[0]) if in_address else f"`{found[0]}`"
        return result

    parts, at = [], 0
    # Pelican's links to its own files, and tags within addresses.
    line = re.sub(r"(?<=[(\"'])[{|](?:filename|static|attach|author|tag|category)[}|]/?", "/", line)
    for span in SPAN.finditer(line):
        parts += [TAG.sub(tag, line[at : span.start()]), span[0]]
        at = span.end()
    return "".join([*parts, TAG.sub(tag, line[at:])]).rstrip(" ") if parts or TAG.search(line) else line
