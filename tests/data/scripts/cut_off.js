// The jumps that are cut off, and the titles of neighbours, of the pages above and in the navigation, each of one long word; and times in
// two lines; all with letters and words spaced as WCAG 1.4.12 has it.
() => {
  const titles = [...document.querySelectorAll(":is(.md-footer__title, .md-path, .md-nav__link) .md-ellipsis")]
  const words = titles.map(title => [...title.childNodes])
  for (const title of titles) title.textContent = "Word".repeat(25)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important }")
  document.adoptedStyleSheets = [sheet]
  const found = [...titles, ...document.querySelectorAll(".jumps, .jumps a, .md-footer__link, .md-path, .agenda__time")].filter(part =>
    part.scrollWidth > part.clientWidth
    || part.matches(".agenda__time") && part.firstChild.getClientRects().length > 1)
  document.adoptedStyleSheets = []
  titles.forEach((title, at) => title.replaceChildren(...words[at]))
  return found.map(part => `cut off: ${part.textContent}`)
}
