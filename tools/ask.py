"""Request facts, from the environment or the keyboard, and check each answer.

A fact in the environment (`make new-talk TITLE="…"`) is not requested. A wrong answer is requested again; without a keyboard it ends
the script.
"""

import os
import re
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from hooks.front_matter import CONTROL, PATHS
from tools.docs import DOCS, slug_of

Refusal = Callable[[str], str]  # returns the problem of an answer with its fix, or ""


def answer_to(name: str, question: str, refuse: Refusal = lambda answer: "", default: str = "", required: bool = True) -> str:
    """Return a valid answer: from the environment, the keyboard, or the default."""
    keyboard = sys.stdin.isatty()
    while True:
        answer = os.environ[name].strip() if name in os.environ else default
        if name not in os.environ and keyboard:
            answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        if not answer and not required:
            return ""
        if len(answer.splitlines()) > 1 or CONTROL.search(answer):
            problem = f"{name} holds a line break or a control character; remove it"
        elif not answer:
            problem = "an answer is missing; type one" if keyboard else f"{name} is missing; give it as {name}=… ({question})"
        else:
            problem = refuse(answer)
        if not problem:
            return answer
        if not keyboard:
            sys.exit(problem if f"{name}=…" in problem else f"{problem} ({name}=…)")
        print(problem)
        os.environ.pop(name, None)


def one_of(choices: list[str], problem: str) -> Refusal:
    return lambda answer: "" if answer in choices else f"{answer} {problem}; choose one of: {', '.join(choices)}"


def slug_for(title: str, kind: str, path: str) -> str:
    """Return the title's slug, for `path` below docs/ of a page of a kind; request one if that is taken, or if SLUG gives one."""

    def refuse(slug: str) -> str:
        file = DOCS / path.format(slug)
        if not PATHS[kind].fullmatch(path.format(slug)):
            return f"{slug} is not a name for a file or folder; give one in lower-case letters, digits and hyphens"
        taken = [file.parent, file.parent.with_suffix(".md")] if file.name == "index.md" else [file]
        return next((f"{name} exists; edit it, or give another name" for name in taken if name.exists()), "")

    slug = slug_of(title)
    if not re.search("[a-z]", slug) and re.search(r"[^\W\d_]", title):  # 会議 2031 would become 2031
        slug = ""
    if "SLUG" in os.environ or not slug or refuse(slug):
        reason = "" if slug else "the title has no Latin letter; "
        return answer_to("SLUG", f"{reason}file and address, in lower-case letters, digits and hyphens", refuse, slug)
    return slug


def preview(url: str) -> str:
    """Return the address of the page at `url` in `make serve`, at its usual port; if that is taken, it prints another."""
    return f"http://127.0.0.1:8000{urlsplit(os.environ.get('SITE_URL', '')).path.rstrip('/')}/{url}"


def run(main: Callable[[], None], end: str = "nothing written") -> None:
    """Run a script that requests facts; print `end` if the keyboard stops it."""
    try:
        main()
    except (EOFError, KeyboardInterrupt):
        sys.exit(f"\n{end}")
