// Write a Hebrew letter, a word and a full stop into the first item of a list: the stop must be left of the letter, and both beside the bullet.
() => {
  const item = document.querySelector("article ul:not(.plain) > li"), range = new Range()
  if (!item) return []
  item.textContent = "\u05d0 Python."
  const [stop, letter] = [8, 0].map(at => {
    range.setStart(item.firstChild, at)
    range.setEnd(item.firstChild, at + 1)
    return range.getBoundingClientRect().x - item.getBoundingClientRect().x
  })
  return -1 < stop && stop < letter && letter < 200 ? [] : [`right to left: the stop at ${stop}, the letter at ${letter} px`]
}
