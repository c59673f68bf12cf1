"""Render the HTML of a page."""

from hooks.render import dialect, notes, structured_data, templates
