"""Read a post of notes: its front matter (YAML, TOML or Pelican's) and its text, with line numbers.

In the text, Markdown replaces the tags of Hugo, Jekyll, Pelican and Eleventy; scripts and comments are left out; code stays unchanged.
"""

import re
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markdownify import markdownify

from hooks.front_matter import CONTROL
from hooks.letters import one_script
from hooks.settings import NOT_YAML
from tools.days import WORDS, pattern

MOST_BYTES = 2_000_000  # ten times the longest known post
UNSEEN = re.compile(f"[\u200b\u00ad]|{CONTROL.pattern}")  # the build refuses them
YAML = re.compile(r"\s*---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TOML = re.compile(r"\s*\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
PELICAN = re.compile(r"\s*((?:[A-Za-z][\w -]*:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*)+)(?:---+[ \t]*)?(?:\n|\Z)")
PELICAN_KEY = re.compile(r"^([A-Za-z][\w -]*):(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
PLAIN_KEY = re.compile(r"^(\w[\w-]*):[ \t]+([^\s\[{|>&*!].*)$", re.MULTILINE)
HTML_BLOCK = re.compile(r"^[ \t]*</?(?:h[1-6]|p|[uo]l|li|div|section|article|blockquote|pre|table|figure)\b", re.MULTILINE | re.IGNORECASE)
KEYS = " ".join(WORDS["keys"].values()).split()
KINDS = {name: set(names.split()) for name, names in WORDS["tags"].items()}
TICKS, BAR = re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)"), re.compile(r"(?<!\\)\|")
ARGUMENT = re.compile(r"""(?:(\w+)\s*(?:=|:(?!//))\s*)?("[^"]*"|'[^']*'|[^\s"',=|]+)""")


@dataclass
class Post:
    """A post. Problems prevent its import, notes do not. In its text, the front matter is replaced by empty lines."""

    path: Path
    text: str = ""
    meta: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def problem(self, line: int, words: str) -> None:
        self.problems.append(f"{self.path}:{line}: {words}")

    def note(self, line: int, words: str) -> None:
        if (words := f"{self.path}:{line}: {words}") not in self.notes:
            self.notes.append(words)

    @property
    def name(self) -> str:
        """The title that the file's name gives, or its folder's, if the file's name is a usual one."""
        folder = self.path.stem.lower() in ("readme", "index", "post", "notes", "_index")
        name = self.path.absolute().parent.name if folder else self.path.stem
        return re.sub(r"[-_]+", " ", re.sub(r"^(\d{4}-\d\d-)?\d+-", "", name)).strip().capitalize()

    def strings(self, *keys: str) -> list[tuple[int, str]]:
        """Return the texts of these keys, each with its line; a key may have a text or a list."""
        given = [(key, self.meta.get(key) or []) for key in keys]
        values = [(key, value) for key, entry in given for value in ([entry] if isinstance(entry, str) else entry)]
        texts = [(key, " ".join(value.split())) for key, value in values if isinstance(value, str)]
        return [(self.lines.get(key, 1), one_script(text)) for key, text in texts if text]

    def string(self, *keys: str) -> str:
        """Return the value of the first of these keys that has text, or ""."""
        return next((text for _, text in self.strings(*keys)), "")


def read(path: Path) -> Post:
    """Return the post in a file; exit with a message if it cannot be read."""
    line, problem = 1, "is empty; give a post"
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        text = UNSEEN.sub("", text)
        problem = f"is longer than {MOST_BYTES / 1e6:.0f} MB; split it" if len(data) > MOST_BYTES else "" if text.strip() else problem
    except UnicodeDecodeError as error:
        line, problem = data.count(b"\n", 0, error.start) + 1, "is not UTF-8; save the file as UTF-8"
    except (OSError, ValueError) as error:
        problem = f"cannot be read ({getattr(error, 'strerror', None) or error}); give a file as POST=…"
    if problem:
        sys.exit(f"{path}:{line}: {problem}\nNothing was written.")
    post = Post(path)
    front = front_matter(post, text)
    body = text[len(front) :]
    if is_html(body):
        body = markdownify(body, heading_style="ATX", bullets="-", escape_misc=True)
        words = "the post is HTML and was converted to Markdown; line numbers in the messages below are those of the conversion"
        post.note(front.count("\n") + 1, words)
    post.text = replaced("\n" * front.count("\n") + body, post.note)
    if not post.text.strip():
        post.problem(1, "has no text below its front matter; give a post")
    if unused := [key for key, value in post.meta.items() if key not in KEYS and value not in ("", [], {})]:
        words = f"not used: {', '.join(unused)}; copy into the pages the parts that readers need"
        post.note(min(post.lines.get(key, 1) for key in unused), words)
    return post


def is_html(body: str) -> bool:
    """Return whether a post is written in HTML: most of its lines are blocks, and no heading is Markdown's."""
    outside = re.sub(r"(?is)<pre.*?</pre>", "", body)
    return 2 * len(HTML_BLOCK.findall(body)) > len(body.split("\n")) and not re.search(r"^ {0,3}#{1,6} ", outside, re.MULTILINE)


def front_matter(post: Post, text: str) -> str:
    """Read the front matter at the start of a text into `post`; return its source, or ""."""
    found = TOML.match(text) or YAML.match(text) or PELICAN.match(text)
    if not found:
        return ""
    source = found[1] or ""
    assigned, colon = re.match(r"\s*(?:\[\w+\]\s*)?\w+ = ", source), re.match(r"\s*\w+: ", source)
    toml = (found.re is TOML and not colon) or (found.re is YAML and assigned)  # each also between the marks of the other
    try:
        if found.re is PELICAN:
            meta = {key: " ".join(value.split()) for key, value in PELICAN_KEY.findall(source)}
        else:
            meta = tomllib.loads(source) if toml else yaml.load(source, yaml.BaseLoader)  # all values as text, also dates and numbers
    except (tomllib.TOMLDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        lines = re.findall(r"line (\d+), column", str(error))
        problem = f"front matter {NOT_YAML.format(getattr(error, 'problem', None) or 'it cannot be read')}"
        problem = f"front matter is not TOML ({error}); correct it" if toml else problem
        meta = {} if toml else {key: value.strip().strip("\"'") for key, value in PLAIN_KEY.findall(source)}
        report = post.note if "title" in meta else post.problem
        report(text[: found.start(1)].count("\n") + int(lines[-1]) if lines else 1, problem)
    if not isinstance(meta, dict) or (found.re is PELICAN and "title" not in map(str.lower, meta)):
        return ""  # a horizontal rule at the start of a text, and another below; a text that begins with `word:`
    if toml and len(meta) == 1 and isinstance(table := next(iter(meta.values())), dict):
        meta = table
    for number, line in enumerate(found[0].split("\n"), 1):
        if key := re.match(r"""["']?([\w .-]+?)["']?\s*[:=]""", line):
            post.lines.setdefault(key[1].lower(), number)
    post.meta = {str(key).lower(): value if isinstance(value, str | list | dict) else str(value) for key, value in meta.items()}
    return found[0]


def as_markdown(name: str, text: str) -> str | None:
    """Return a shortcode or template tag of another generator, with its arguments, as Markdown; None if Markdown has no equivalent."""
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
    """Return a text without tags, with as many lines; those without an equivalent stay as code, and are reported with their line, from 1."""

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
        result = as_markdown(name, found["given"] or found["more"] or "") if name else path and (path["path"] or "")
        if result is not None:
            return result
        underlined = lines[line].strip() and re.fullmatch(r" {0,3}(?:=+|-+)[ \t]*", "".join(lines[line + 1 : line + 2]))
        if name and (underlined or re.match(r" {0,3}#{1,6}\s", lines[line])):
            return ""
        words = " ".join(found[0].split())
        report(line + 1, f"{words} works only in the old site's generator, so it stays as code; write its output instead")
        in_address = re.search(r"""(?:\]\(|=["']|\(<|\]: |https?://\S*)$""", text[: found.start()].rpartition("\n")[2])
        return re.sub(r"[\s<>(){}%\"']+", "-", words) if in_address else f"`{words}`"

    text = outside_code(pattern("tag", 0), tag, text)
    text = outside_code(pattern("alert", re.MULTILINE), lambda found, _: f"{found['quote']}**{found['kind'].capitalize()}:**", text)
    lines = text.split("\n")
    parsed = SyntaxTreeNode(MarkdownIt("commonmark", {"maxNesting": 200}).enable("table").parse(text))
    for table in [node for node in parsed.walk() if node.type == "table"]:
        for row in range(table.map[0] + 2, table.map[1]):  # one with too many cells, if bars in code part them
            if len(BAR.findall(lines[row].strip(" \t>|"))) >= len(table.children[0].children[0].children):
                lines[row] = TICKS.sub(lambda code: BAR.sub(r"\\|", code[0]), lines[row])
    text = "\n".join(lines)
    # Some readers of Markdown need no space after the marks of headings; so does a text that writes most of them so.
    close = pattern("close heading", re.MULTILINE)
    most = sum(found["word"] is None for found in matches(close, text)) > max(
        1, len(matches(re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE), text))
    )
    return outside_code(close, lambda found, _: f"{found[0]} " if most or "##" in found[0] else found[0], text)
