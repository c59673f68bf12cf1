// A heading wider than the page, a time in two lines, links that look otherwise than with the whole sheets, icons that forced
// colours remove, code that scrolls but is no tab stop, and text in the wrong order.
() => {
  document.querySelector("h1").style.width = "200vw"
  document.querySelector("h1").insertAdjacentHTML("afterend", "<p class=agenda__time><time>9:00 to 9:30</time></p>")
  document.querySelector("h1 + p").style.width = "2em"
  document.querySelector("article").insertAdjacentHTML("beforeend", "<pre><code style='display: block; width: 2em; overflow: auto'>much longer</code></pre>")
  const [own] = document.styleSheets
  own.insertRule(":root a { opacity: .5 !important }", own.cssRules.length)
  own.insertRule(":root li { direction: ltr !important; unicode-bidi: isolate !important }", own.cssRules.length)
  own.insertRule(":root:root *::after { background-color: Canvas !important }", own.cssRules.length)
}
