() => [...document.querySelectorAll("body, main, article, article :is(h1, h2, h3, p, li, code, span, a)")].flatMap(element => {
  const {color, backgroundColor} = getComputedStyle(element)
  return [["text", color], [element.matches("code, code *, nav a") ? "box" : "paper", backgroundColor]]
})
