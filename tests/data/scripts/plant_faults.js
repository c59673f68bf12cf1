// A heading wider than the page, a time in two lines, links that look otherwise than with the whole sheets, icons and a card that
// forced colours remove, code that scrolls but is no tab stop, and text in the wrong order. The policy blocks style attributes.
() => {
  document.querySelector("h1").style.width = "200vw"
  document.querySelector("h1").insertAdjacentHTML("afterend", "<p class=agenda__time><time>9:00 to 9:30</time></p>")
  document.querySelector("h1 + p").style.width = "2em"
  document.querySelector("article").insertAdjacentHTML("beforeend", `<ul><li>Item</li></ul><p class=card>A card</p><pre><code>${"long ".repeat(100)}</code></pre>`)
  const [own] = document.styleSheets
  for (const rule of [
    ":root a { opacity: .5 !important }",
    ":root li { direction: ltr !important; unicode-bidi: isolate !important }",
    ":root .card { outline: none !important }",
    ":root:root *::after { background-color: Canvas !important }",
  ]) own.insertRule(rule, own.cssRules.length)
}
