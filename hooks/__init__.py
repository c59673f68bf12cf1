"""The build of the site, and the rooms of its steps."""
