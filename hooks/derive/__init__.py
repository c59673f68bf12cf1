"""Derive what follows from the talks."""

from hooks.derive import dates, day_notes, edit_links, meta, nav, related

__all__ = ["dates", "day_notes", "edit_links", "meta", "nav", "related"]
