// The fault of the element with the focus; null without such an element.
() => {
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
}
