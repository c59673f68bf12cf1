words => {
  const index = new Search(pagesOf(searched), searched.same)
  const find = query => new Set(index.find(query).results.map(({ page }) => page))
  const lost = (word, whole) => Array.from(word.slice(3), (_, i) => word.slice(0, i + 3)).filter(start => !whole.isSubsetOf(find(start)))
  return words.flatMap(word => lost(word, find(word)))
}
