/*
 * The search behind the theme's own search box: it answers each query with the results as HTML.
 *
 *   words.js     cuts texts into words, and says which are one
 *   when.js      finds weekdays, dates and times in a query
 *   index.js     the index: which words the pages hold, and where
 *   rank.js      which pages a query finds, best first
 *   passages.js  the pages that the index is made of, and the lines of them that a result shows
 *
 * It speaks the theme's message protocol (1 ready, 2 query, 3 result), so that box and keys stay the theme's; start.js draws the
 * results, and reads "failed" and "rest".
 */
"use strict"
importScripts("stemmer.js", "words.js", "when.js", "index.js", "rank.js", "passages.js")

const READY = 1, QUERY = 2, RESULT = 3, REST = "rest", FAILED = "failed"

// The most pages that a query shows, how many of them come at once, and after how many ms the next ones, unless another letter does.
const MOST = 50, AT_ONCE = 10, LATER = 200
// Letters that follow each other faster than this, in ms, were pasted.
const TOGETHER = 6
// The share of the best score that keeps the first result first while a word is incomplete.
const STAYS = 0.4
// The pages whose words are found in advance; at 25 KB a page, those of large sites would fill a phone's memory.
const PREPARED = 200

/** Answers one reader who types: the results also depend on those of the letters before. */
class Answers {
  constructor(index) {
    this.index = index
    this.last = { query: "", answer: { items: [] }, rest: () => [], at: 0 }
  }

  /** Return the answer to a query, typed at a time in ms: { items, count, talks, more, kept, begun }, with the first `items`, as HTML. `rest` makes the next. */
  to(query, now = performance.now()) {
    const text = fold(query.trim().toLowerCase())
    const further = this.last.query && query.startsWith(this.last.query)
    // One or two letters, and single ones, begin too many words, unless they are one.
    const begun = /^(?:[a-z][ &/.-]+)*[a-z]{0,2}\+?$/.test(text) &&
      (text.length < 2 || STOP_WORDS.has(text) || !this.index.known.has(text) && !this.index.groups.has(text) && !this.index.follow(stems(text)).length)
    const { results, taken } = begun ? { results: [], taken: "" } : this.index.find(query)
    const typed = further && now - this.last.at > TOGETHER
    if (typed && !results.length && this.last.answer.items.length) {
      // Keep the list while a word is incomplete; start.js removes it when the reader pauses.
      Object.assign(this.last, { query, at: now })
      return { ...this.last.answer, kept: true, begun }
    }
    const word = /\p{L}+$/u.exec(text)?.[0]
    const at = further && word && !this.index.known.has(word) ? results.findIndex(({ page }) => page === this.last.first) : 0
    if (at > 0 && results[at].score > STAYS * results[0].score) results.unshift(...results.splice(at, 1))
    const shown = results.slice(0, MOST)
    const answer = {
      items: shown.slice(0, AT_ONCE).map((result, place) => item(result, place ? "" : taken)),
      count: shown.length,
      talks: shown.filter(({ page }) => page.talk).length,
      more: results.length > MOST,
      begun
    }
    this.last = { query, answer, rest: from => shown.slice(from, from + AT_ONCE).map(result => item(result)), first: results[0]?.page, at: now }
    return answer
  }

  rest(from) {
    return this.last.rest(from)
  }
}

/** Return the index; if the network fails, report it and try again until it loads. The offline copy contains it. */
const load = async () => self.searchIndex ?? fetch(new URL("../../search/search_index.json", self.location))
  .then(response => response.ok ? response.json() : Promise.reject(new Error(response.statusText)))
  .catch(() => {
    postMessage({ type: FAILED })
    return new Promise(resolve => setTimeout(resolve, 2000)).then(load)
  })

/** Find the words of a page at a time, for its passages, between queries. */
const prepare = pages => {
  const timer = setInterval(() => {
    const { value: page } = pages.next()
    if (!page) return clearInterval(timer)
    for (const { text } of [{ text: page.title }, ...page.blocks]) keysOf(text)
  }, 4)
}

const ready = load().then(json => {
  const answers = new Answers(new Search(pagesOf(json), json.same ?? []))
  postMessage({ type: READY })
  prepare(answers.index.pages.slice(0, PREPARED).values())
  return answers
})

let later
addEventListener("message", async ({ data: { type, data, at } }) => {
  if (type !== QUERY) return
  const answers = await ready
  const answer = answers.to(data, at)
  postMessage({ type: RESULT, data: answer })
  // A list that is kept has its rest already, or is still to get it.
  if (answer.kept) return
  clearInterval(later)
  let from = AT_ONCE
  if (answer.count > from) later = setInterval(() => {
    postMessage({ type: REST, data: answers.rest(from), from })
    if ((from += AT_ONCE) >= answer.count) clearInterval(later)
  }, LATER)
})
