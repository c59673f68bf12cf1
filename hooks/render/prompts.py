"""Mark the `$` at the start of a code line as a shell prompt, so that it is not copied.

Pygments marks prompts in console lexers only, and those take a `#` comment for a root prompt.
"""

import re

# A line as pymdownx.highlight writes it with `line_spans: __span`; Pygments may mark the dollar as an error.
PROMPT = re.compile(r'(<span id="__span-[^"]*">)(?:<span class="err">\$</span>|\$)(?:<span class="w"> </span>| )')


def mark(html: str) -> str:
    return PROMPT.sub(r'\1<span class="gp">$ </span>', html)
