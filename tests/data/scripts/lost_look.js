// Where a property that the whole sheets set is computed otherwise with the site's own, on the page or in a part of it. The sheets are
// switched at once, so that no script of the page sees it. Variables are seen where they are used, and where there is no image, it has no
// place. Of elements that are alike up to the root, it looks at the first.
part => {
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
  const elements = [...document.querySelectorAll(part ? `${part}, ${part} *` : "body, body *")].filter(element => {
    const its = kind(element)
    return !seen.has(its) && seen.add(its)
  })
  const looks = () => elements.flatMap(element => [null, "::before", "::after"].map(pseudo => {
    const style = getComputedStyle(element, pseudo)
    if (pseudo && style.content === "none") return ""
    const idle = style.backgroundImage === "none" ? "background-position" : "none"
    return [...names].map(name => name.startsWith(idle) ? "" : `${name}: ${style.getPropertyValue(name)}`).join("; ")
  }))
  const numbers = /-?\d+(\.\d+)?/g
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
    return lost.length ? `lost by trimming: ${elements[Math.floor(at / 3)].outerHTML.slice(0, 200)}: ${lost.slice(0, 5).join("; ")}` : []
  })
}
