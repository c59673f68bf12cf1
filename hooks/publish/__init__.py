"""Publish the files beside the pages; last of all, the new site replaces the old one."""
