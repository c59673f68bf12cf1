// Code must be a tab stop just where it scrolls.
() => [...document.querySelectorAll(".md-content pre > code")].filter(code => code.scrollWidth > code.clientWidth !== code.hasAttribute("tabindex"))
  .map(code => `${code.hasAttribute("tabindex") ? "a" : "no"} tab stop: ${code.textContent.slice(0, 40)}`)
