// A heading wider than the page, a time in two lines, links that look otherwise than with the whole sheets, and icons that forced
// colours remove.
() => {
  document.querySelector("h1").style.width = "200vw"
  document.querySelector("h1").insertAdjacentHTML("afterend", "<p class=agenda__time><time>9:00 to 9:30</time></p>")
  document.querySelector("h1 + p").style.width = "2em"
  const [own] = document.styleSheets
  own.insertRule(":root a { opacity: .5 !important }", own.cssRules.length)
  own.insertRule(":root:root *::after { background-color: Canvas !important }", own.cssRules.length)
}
