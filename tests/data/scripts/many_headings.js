// Add so many headings with notes that sheets would end between the two.
() => {
  const book = document.querySelector("article")
  for (let number = 100; number < 300; number++) book.insertAdjacentHTML("beforeend", `<h3>Title ${number}.</h3><p>Notes ${number}.${"<br>More.".repeat(number % 3)}</p>`)
}
