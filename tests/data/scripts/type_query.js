// Type a query letter by letter, in the page, since a call for each letter takes longer than its answer; letters that follow each
// other within 6 ms would count as pasted. Return the first result at each letter, or nothing if the machine
// paused between an answer and the next letter for so long that the search took it for a pause of the reader.
async query => {
  const field = document.querySelector("[name=query]"), firsts = []
  for (const letter of query) {
    const before = performance.now()
    field.value += letter
    field.dispatchEvent(new Event("input"))
    do await new Promise(resolve => setTimeout(resolve, 8))
    while (window.unanswered)
    firsts.push(document.querySelector(".md-search-result__link")?.href ?? "")
    if (performance.now() - before > 500) return null
  }
  return firsts
}
