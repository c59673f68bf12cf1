// Add so many headings with facts and notes that sheets would end between two of them.
() => {
  const book = document.querySelector("article")
  for (let number = 100; number < 300; number++) book.insertAdjacentHTML("beforeend",
    `<h3>Title ${number}.</h3><ul class="plain row facts"><li>Fact</li></ul><p>Notes ${number}.${"<br>More.".repeat(number % 3)}</p>`)
}
