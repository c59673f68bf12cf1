"""Keep the list of every address that the site has published: paths, and ids of headings.

As a script, adds what the site now has and the list lacks; nothing ever removes a line.
"""

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from site_build import REPOSITORY, Site, address, config

LIST = Path(__file__).with_name("promises.txt")


def published(site: Site) -> list[str]:
    """Return the addresses of a built site, below its base: `/path/` and `/path/#id`, in the nav's order.

    A page of all notes, which is there to be printed, promises none of the ids that it has from the days and talks.
    """
    found = []
    for page in site.pages:
        headings = page.html.select("article :is(h1, h2, h3, h4, h5, h6)[id]") if page.kind != "all notes" else []
        found += [f"/{page.url}", *(f"/{page.url}#{heading['id']}" for heading in headings)]
    return found


def broken(site: Site, promises: Iterable[str], redirects: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Yield the promises that a built site breaks, as (line of the list, fault; mend).

    A path is kept by a page or a redirect, an id by an element of its page, or of
    the page that a redirect leads to. A redirect to an anchor, or to another site,
    keeps all ids of its source: it says where their text now is.
    """
    urls = {page.url: page for page in site.pages}
    ids = {url: {element["id"] for element in page.html.select("[id]")} for url, page in urls.items()}
    moved = {address(source): target for source, target in redirects.items()}
    for line, promise in enumerate(promises, 1):
        path, _, anchor = promise.removeprefix("/").partition("#")
        if promise.startswith("# "):
            continue
        if target := moved.get(path):
            if "#" in target or "://" in target:
                continue
            path = address(target)
        if path not in urls:
            yield line, f"/{path} is gone; add its redirect to redirect_maps in mkdocs.yml"
        elif anchor and anchor not in ids[path]:
            yield line, f'{promise} is gone; keep the id where its text now stands: <a id="{anchor}"></a>'


def redirect_map(repository: Path = REPOSITORY) -> dict[str, str]:
    return next(plugin["redirects"]["redirect_maps"] for plugin in config(repository)["plugins"] if "redirects" in plugin)


def read() -> list[str]:
    return LIST.read_text(encoding="utf-8").splitlines()


def new(site: Site) -> list[str]:
    """Return what a built site publishes and the list lacks."""
    known = set(read())
    return [address for address in published(site) if address not in known]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        added = new(Site(Path(folder)))
    with LIST.open("a", encoding="utf-8") as file:
        file.writelines(f"{address}\n" for address in added)
    sys.stdout.write(f"{len(added)} added to {LIST.relative_to(REPOSITORY)}\n")
