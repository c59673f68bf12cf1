"""Distinguish a talk's video, slides and page by their addresses."""

import re
from urllib.parse import urlsplit

VIDEO = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|youtube-nocookie\.com|vimeo\.com|media\.ccc\.de|pyvideo\.org|video\.fosdem\.org|confreaks\.(tv|com)|infoq\.com|dailymotion\.com|twitch\.tv|peertube\.\w+)$"
)
SLIDES = re.compile(r"(^|\.)(speakerdeck\.com|slideshare\.net|slides\.com|noti\.st)$")


def kind_of_link(address: str) -> str:
    """Return the talk's key for a link: video, slides or page."""
    host, path = urlsplit(address).hostname or "", urlsplit(address).path.lower()
    if VIDEO.search(host) or path.endswith((".mp4", ".webm")):
        return "video"
    slides = SLIDES.search(host) or "/presentation/" in path or path.endswith((".pdf", ".pptx", ".ppt", ".key", ".odp"))
    return "slides" if slides else "page"
