"""A hook that breaks promises, in files of its own and with a request: test_reproducible.py must see each, and nothing else."""

import urllib.request
from contextlib import suppress
from datetime import datetime
from pathlib import Path


def on_post_build(config):
    with suppress(OSError):
        urllib.request.urlopen("http://127.0.0.1:9/")
    for name, text in {"clock": f"{datetime.now():%Y}", "seed": str(hash("seed")), "folder": str(Path.cwd()), "same": "same"}.items():
        Path(config.site_dir, f"planted-{name}").write_text(text)
