// Space letters and words as WCAG 1.4.12 has it.
() => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync("* { letter-spacing: .12em !important; word-spacing: .16em !important }")
  document.adoptedStyleSheets = [sheet]
}
