// What forced colours remove: icons drawn as a mask over a background, each of which must stand out from what is behind it; and boxes that
// only their background sets off, which need a line.
() => {
  const shown = [...document.querySelectorAll("body *")].filter(element => element.checkVisibility({ visibilityProperty: true }))
  const behind = [getComputedStyle(document.body).backgroundColor, "rgba(0, 0, 0, 0)"]
  const icons = shown.flatMap(element => ["::before", "::after"].map(pseudo => {
    const style = getComputedStyle(element, pseudo)
    if (style.content === "none" || style.maskImage === "none" || !behind.includes(style.backgroundColor)) return ""
    return `no icon in forced colours: ${element.className}${pseudo}`
  })).filter(Boolean)
  const boxes = shown.filter(element => element.matches(".card, mark") && getComputedStyle(element).outlineStyle === "none")
  return [...icons, ...boxes.map(box => `not set off in forced colours: ${box.outerHTML.slice(0, 80)}`)]
}
