// Write a table that is wider than a sheet to the end of the notes: many columns, each of one word.
() => {
  const row = (cell, name) => `<tr>${Array.from({ length: 14 }, (_, at) => `<${cell}>${name}${at}</${cell}>`).join("")}</tr>`
  document.querySelector("article").insertAdjacentHTML("beforeend",
    `<table><thead>${row("th", "Columnofmany")}</thead><tbody>${row("td", "Valueofarow")}</tbody></table>`)
}
