// The colours of the page that are not dark text on white paper, or on a pale box.
() => {
  // From 0 to 1, on white; NaN for a transparent colour.
  const brightness = colour => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number)
    return alpha ? 1 - alpha * (1 - (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255) : NaN
  }
  return [...document.querySelectorAll("body, main, article, article :is(h1, h2, h3, p, li, code, span, a)")].flatMap(element => {
    const { color, backgroundColor } = getComputedStyle(element), box = element.matches("code, code *, nav a")
    const found = []
    if (!(brightness(color) < 0.55)) found.push(`${element.outerHTML.slice(0, 80)}: ${color}`)
    if (brightness(backgroundColor) < (box ? 0.9 : 0.999)) found.push(`${element.outerHTML.slice(0, 80)}: on ${backgroundColor}`)
    return found
  })
}
