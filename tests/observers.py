"""Observe a page in its current state: each observer returns its faults as texts."""

import re
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import material
from playwright.sync_api import Page
from site_build import REPOSITORY

# The newest axe-core, which `make test` installs with npm; without npm, that of the Python package.
NEWEST = REPOSITORY / ".npm/axe-core/node_modules/axe-core/axe.min.js"
AXE = (NEWEST if NEWEST.exists() else Path(axe_playwright_python.__file__).with_name("axe.min.js")).read_text(encoding="utf-8")
AXE_VERSION = re.search(r"axe v([\d.]+)", AXE)[1]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """([part, rules]) => axe.run(part ?? document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html} ${node.failureSummary}`)))"""

# The stylesheets that the site's own is made from.
THEME = Path(material.__file__).parent / "templates/assets/stylesheets"
WHOLE = [
    next(THEME.glob("main.*.css")),
    next(THEME.glob("palette.*.css")),
    REPOSITORY / "docs/assets/site.css",
    REPOSITORY / "docs/colours.css",
    REPOSITORY / "docs/assets/print.css",
]
ADD = """href => new Promise((loaded, failed) => {
  const link = document.createElement("link")
  link.rel = "stylesheet"
  link.href = href
  link.onload = () => { link.sheet.disabled = true; loaded() }
  link.onerror = () => failed(`${href} is missing`)
  document.head.append(link)
})"""
# Where a property that the whole sheets set is computed otherwise with the site's own. The sheets are switched at once, so
# that no script of the page sees it. Variables are seen where they are used, and where there is no image, it has no place.
# Of elements that are alike up to the root, it looks at the first.
DIFFER = """() => {
  const [ours, whole] = document.styleSheets
  const names = new Set()
  const collect = rules => { for (const rule of rules) {
    if (rule.style) for (const name of rule.style) if (!name.startsWith("--") && name !== "-webkit-user-select") names.add(name)  // Lightning CSS adds that
    if (rule.cssRules) collect(rule.cssRules)
  } }
  collect(whole.cssRules)
  const kinds = new Map([[null, ""]]), seen = new Set()
  const kind = element => {
    const attributes = [...element.attributes].filter(({ name }) => !["id", "href", "title", "for"].includes(name)).map(({ name, value }) => `${name}=${value}`)
    const place = `${!!element.previousElementSibling}${!!element.nextElementSibling}${element.previousElementSibling?.className}`
    kinds.set(element, `${kinds.get(element.parentElement) ?? ""}>${element.tagName}${attributes}${place}`)
    return kinds.get(element)
  }
  const elements = [...document.querySelectorAll("body, body *")].filter(element => {
    const its = kind(element)
    return !seen.has(its) && seen.add(its)
  })
  const looks = () => elements.flatMap(element => [null, "::before", "::after"].map(pseudo => {
    const style = getComputedStyle(element, pseudo)
    if (pseudo && style.content === "none") return ""
    const idle = style.backgroundImage === "none" ? "background-position" : "none"
    return [...names].map(name => name.startsWith(idle) ? "" : `${name}: ${style.getPropertyValue(name)}`).join("; ")
  }))
  const numbers = /-?\\d+(\\.\\d+)?/g
  // Minifying rounds.
  const alike = (a, b) => a.replace(numbers, "") === b.replace(numbers, "")
    && (a.match(numbers) ?? []).every((number, at) => Math.abs(number - b.match(numbers)[at]) < 0.1)
  const mine = looks()
  ours.disabled = !(whole.disabled = false)
  const other = looks()
  whole.disabled = !(ours.disabled = false)
  return mine.flatMap((look, at) => {
    if (look === other[at]) return []
    const [now, then] = [look, other[at]].map(text => text.split("; "))
    const lost = then.filter((property, at) => !alike(property, now[at] ?? ""))
    return lost.length ? `lost by trimming: ${elements[Math.floor(at / 3)].outerHTML.slice(0, 80)}: ${lost.slice(0, 5).join("; ")}` : []
  })
}"""

# Icons drawn as a mask over a background, which forced colours would remove: each must stand out from its background.
ICONS = """() => [...document.querySelectorAll("body *")].flatMap(element => ["::before", "::after"].map(pseudo => {
  const style = getComputedStyle(element, pseudo)
  if (style.content === "none" || style.maskImage === "none" || !element.checkVisibility({ visibilityProperty: true })) return ""
  const behind = getComputedStyle(document.body).backgroundColor
  return [behind, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor) ? `no icon in forced colours: ${element.className}${pseudo}` : ""
})).filter(Boolean)"""
MOVING = """() => [...document.getAnimations().map(animation => animation.effect.target),
    ...[...document.querySelectorAll("body *")].filter(element => parseFloat(getComputedStyle(element).transitionDuration) > 0)]
    .map(element => `moves: ${element.outerHTML.slice(0, 80)}`)"""
# The addresses of the files that a page shows, runs and is styled by.
SHOWN = """() => [location.href, ...document.querySelectorAll("[src], [data-src], link:is([rel=stylesheet], [rel=icon])")]
    .map(element => element.src || element.dataset?.src || element.href || element).map(address => new URL(address, location).href)"""
# The fault of the element with the focus; null without such an element.
FOCUS = """() => {
  const stop = document.activeElement
  if (stop === document.body) return null
  const shown = stop.matches(".md-option") ? stop.nextElementSibling : stop  // a switch is seen as its label
  const [box] = shown.getClientRects()  // the first line of a link that is broken over two
  if (!box) return [stop.outerHTML.slice(0, 80), ["not visible"]]
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1)
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1)
  const there = document.elementFromPoint(x, y)
  const faults = []
  if (!shown.checkVisibility({ opacityProperty: true, visibilityProperty: true })) faults.push("not visible")
  if (box.width < 8 || box.height < 8) faults.push("too small to see")
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push("out of view")
  else if (!there || !(shown.contains(there) || there.contains(shown))) faults.push(`covered by ${there?.closest("[class]")?.getAttribute("class")}, scrolled by ${scrollY}`)
  if (getComputedStyle(shown).outlineStyle === "none") faults.push("without a ring")
  // not counting the title, which the theme takes away to show it as a tooltip
  if (!(stop.ariaLabel || stop.textContent.trim() || stop.labels?.length || stop.matches("pre > code, [tabindex='0']"))) faults.push("without a name")
  return [`${stop.tagName} ${(stop.ariaLabel || stop.textContent || stop.name).trim().slice(0, 40)}`, faults]
}"""


def axe(tab: Page, part: str | None = None, rules: list[str] = RULES) -> list[str]:
    """Return axe's results for the page, or for the part that a selector names; `rules` are names of rules, or of groups of them."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE)
    return tab.evaluate(RUN_AXE, [part, rules])


def lost_look(tab: Page, whole: str) -> list[str]:
    """Return where the site's stylesheet gives another look than the sheets it was made from, which are served at `whole`.

    The difference must occur twice: after a switch, Chromium sometimes computes an automatic margin as none.
    """
    if not tab.evaluate("'whole' in window"):
        tab.evaluate(ADD, whole)
        tab.evaluate("() => { window.whole = true }")
    return tab.evaluate(DIFFER) and tab.evaluate(DIFFER)


def lost_icons(tab: Page) -> list[str]:
    tab.emulate_media(forced_colors="active")
    found = tab.evaluate(ICONS)
    tab.emulate_media(forced_colors="none")
    return found


def moving(tab: Page) -> list[str]:
    return tab.evaluate(MOVING)


def sideways(tab: Page) -> list[str]:
    """Return the width to which the page scrolls sideways, once the theme's script has laid it out."""
    for _ in range(50):
        width, room = tab.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if width <= room:
            return []
        tab.wait_for_timeout(100)
    return [f"scrolls sideways: {width} px in {room} px"]


def stops(tab: Page, most: int = 400) -> Iterator[tuple[str, list[str]]]:
    """Press Tab from the current focus to the end of the page; yield the name and the faults of each tab stop."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(FOCUS)
        if stop is None:
            return
        if stop[1]:
            tab.wait_for_timeout(400)  # the theme's button to the top appears with a delay after scrolling
            stop = tab.evaluate(FOCUS)
        yield tuple(stop)
    raise AssertionError(f"no end after {most} stops")


def focus_faults(tab: Page) -> list[str]:
    """Return the faults of all tab stops of the page."""
    tab.evaluate("() => { document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex'); scrollTo(0, 0) }")
    found = list(stops(tab))
    start = [] if len(found) >= 4 and found[0][0] == "A Skip to the content" else [f"begins with {found[:1]}, has {len(found)} stops"]
    return start + [f"focus: {name}: {', '.join(faults)}" for name, faults in found if faults]
