// Write a Hebrew letter, a word and a full stop into the first item of a list; return how far right of the item the stop and the letter are.
() => {
  const item = document.querySelector("article ul:not(.plain) > li"), range = new Range()
  item.textContent = "\u05d0 Python."
  return [8, 0].map(at => {
    range.setStart(item.firstChild, at)
    range.setEnd(item.firstChild, at + 1)
    return range.getBoundingClientRect().x - item.getBoundingClientRect().x
  })
}
