"""Derive what follows from the talks."""

from hooks.derive import day_notes, meta, nav
