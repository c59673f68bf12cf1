"""Render the HTML of a page."""

from hooks.render import dialect, escaping, notes, structured_data, tags, templates

__all__ = ["dialect", "escaping", "notes", "structured_data", "tags", "templates"]
