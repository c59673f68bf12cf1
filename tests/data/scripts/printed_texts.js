() => {
  const texts = []
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    if (range.getClientRects().length) texts.push(walker.currentNode.data)
  }
  return texts
}
