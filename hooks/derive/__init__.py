"""Derive what follows from the talks."""

from hooks.derive import day_notes, edit_links, meta, nav, related
