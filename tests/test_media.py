"""Reduced motion and forced colours lose nothing."""

from playwright.sync_api import Browser
from site_build import Site
from states import opened, states

# What is drawn as a mask over a background, and would be gone with it: each must stand out from what is behind it.
ICONS = """() => [...document.querySelectorAll("body *")].flatMap(element => ["::before", "::after"].map(pseudo => {
  const style = getComputedStyle(element, pseudo)
  if (style.content === "none" || style.maskImage === "none" || !element.checkVisibility({ visibilityProperty: true })) return ""
  const behind = getComputedStyle(document.body).backgroundColor
  return [behind, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor) ? `${element.className}${pseudo}` : ""
})).filter(Boolean)"""
MOVING = """() => document.getAnimations().length
  + [...document.querySelectorAll("body *")].filter(element => parseFloat(getComputedStyle(element).transitionDuration) > 0).length"""


def test_forced_colours_keep_the_icons(site: Site, server: str, browser: Browser):
    context = browser.new_context(forced_colors="active", viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    for page in site.one_of_each_kind:
        opened(tab, f"{server}{page.url}")
        for state in states(tab):
            assert tab.evaluate(ICONS) == [], f"{page.url} {state}"
    tab.evaluate(
        "document.adoptedStyleSheets = [new CSSStyleSheet()]; document.adoptedStyleSheets[0].insertRule(':root:root *::after { background-color: red !important }')"
    )
    assert any(tab.evaluate(ICONS) for _ in states(tab)), "icons that are gone are seen"
    context.close()


def test_reduced_motion_stills_all(site: Site, server: str, browser: Browser):
    for motion in ("reduce", "no-preference"):
        context = browser.new_context(reduced_motion=motion, viewport={"width": 390, "height": 800})
        tab = context.new_page()
        opened(tab, f"{server}{site.of_kind('day')[0].url}")
        moving = [tab.evaluate(MOVING) for _ in states(tab)]
        assert any(moving) == (motion == "no-preference")
        context.close()
