// The jumps and neighbours' titles that are cut off, and times in two lines, also with letters and words spaced as WCAG 1.4.12 has it.
() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important }")
  document.adoptedStyleSheets = [sheet]
  const found = [...document.querySelectorAll(".jumps, .jumps a, .md-footer__link, .agenda__time")].filter(part => part.scrollWidth > part.clientWidth
    || part.matches(".agenda__time") && part.firstChild.getClientRects().length > 1)
  document.adoptedStyleSheets = []
  return found.map(part => `cut off: ${part.textContent}`)
}
