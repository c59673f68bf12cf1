// What is shown though it would not work, links in text without a line, talks narrower than their list, and code that scrolls but is no tab stop.
dead => {
  const found = {
    "does not work": [...document.querySelectorAll(dead)].filter(item => item.checkVisibility({ visibilityProperty: true, opacityProperty: true })),
    "not underlined": [...document.querySelectorAll(".notes :is(p, li) > a:not(.md-button, .md-tag, .headerlink)")]
      .filter(link => getComputedStyle(link).textDecorationLine !== "underline"),
    "squeezed": [...document.querySelectorAll(".agenda > li > :only-child")].filter(talk => talk.clientWidth < 0.9 * talk.parentElement.clientWidth),
    "no tab stop": [...document.querySelectorAll(".md-content pre > code:not([tabindex])")].filter(code => code.scrollWidth > code.clientWidth),
  }
  return Object.entries(found).flatMap(([fault, items]) => items.map(item => `${fault}: ${item.outerHTML.slice(0, 80)}`))
}
