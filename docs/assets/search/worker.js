/*
 * The search: MiniSearch behind the theme's own search box.
 *
 * Speaks the theme's message protocol (1 ready, 2 query, 3 result), so that box, keys and
 * results stay the theme's. Each word of a query is looked for as it is, by its stem, as the
 * beginning of a word, in its parts, joined with its neighbour, and last with letters wrong.
 * A result is the better the more of the query it explains; what explains little is left out.
 */
"use strict"
importScripts("minisearch.js", "stemmer.js")

const READY = 1, QUERY = 2, RESULT = 3

const STOP_WORDS = new Set((
  "a about all an and any are as at be but by can could did do does for from gave get had has have how i if in into is it its just " +
  "many me much my no not of off on or our out should so some than that the their them then there these they this to too us use used " +
  "using was we were what when where which while who why will with without would you your"
).split(" "))
const FIELDS = { title: 3, tags: 2, topics: 0.7, text: 1 }
// How much a word found in another form counts.
const WEIGHT = { exact: 1, part: 0.6, prefix: 0.35, corrected: 0.55 }
// Our forms are whole words already, and searching must not add to the words known.
const AS_IT_IS = { boost: FIELDS, weights: { prefix: 1 }, tokenize: text => [text], processTerm: word => stem(word) }
// More words than anybody types; what is pasted is cut.
const MOST_WORDS = 32
// The least share of a query, by weight of its words, that a result has to explain: more than a third.
const LEAST_SHARE = 0.34

const WORD = /[\p{L}\p{N}_]+(?:['’.+-][\p{L}\p{N}_]+)*/gu
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "")

/**
 * Yield each word of a text as its segments, and those as their parts, folded and in small letters:
 * Model.get_results is [["model"], ["get", "results"]].
 */
function* words(text) {
  for (const [word] of fold(text).matchAll(WORD)) {
    const segments = word.replace(/['’](s\b)?/g, "").split(/[.+-]+/).map(segment =>
      segment.replace(/([\p{Ll}\p{N}])(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$&_").toLowerCase().split("_").filter(Boolean))
    const filled = segments.filter(segment => segment.length)
    if (filled.length) yield filled
  }
}

/** Return what a word is indexed under: each part, each segment, and the whole, joined. */
const forms = segments => [...new Set([...segments.flat(), ...segments.map(segment => segment.join("")), segments.flat().join("")])]

/** Return the initials of names in a text: Server-Sent Events may be asked for as sse. */
function initials(text) {
  const found = []
  for (const [name] of text.matchAll(/\p{Lu}[\p{L}]+(?:[ -]\p{Lu}\p{L}+){2,4}/gu))
    found.push(name.split(/[ -]/).map(word => word[0].toLowerCase()).join(""))
  return found
}

const tokenize = text => [...[...words(text)].flatMap(forms), ...initials(text)]

/** Return `make` so that it works out each word once: notes use the same words over and over. */
function remembered(make) {
  const made = new Map()
  return word => made.get(word) ?? made.set(word, make(word)).get(word)
}

const stem = remembered(word => /^[a-z]{4,}$/.test(word) ? porter.stemmer(word) : word)
const stemsOf = remembered(piece => tokenize(piece).map(stem))

/** Return in how many letters two words differ (changed, added, dropped or swapped), or Infinity above `limit`. */
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return Infinity
  let before, last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    if (Math.min(...row) > limit) return Infinity
    before = last
    last = row
  }
  return last[b.length] <= limit ? last[b.length] : Infinity
}

class Search {
  constructor(docs) {
    this.docs = new Map(docs.map(doc => [doc.location, doc]))
    this.words = new Set()
    this.stems = new Set()
    this.index = new MiniSearch({
      idField: "location",
      fields: Object.keys(FIELDS),
      extractField: (doc, field) => field === "location" ? doc.location : plain([].concat(doc[field] ?? "").join(" . ")),
      tokenize,
      processTerm: word => {
        this.words.add(word)
        this.stems.add(stem(word))
        return stem(word)
      }
    })
    this.index.addAll(docs)
    // Each document's words in their order, as stems.
    this.rows = new Map(docs.map(doc => [doc.location, ` ${[...words(plain(`${doc.title} . ${doc.text}`))].map(segments => segments.flat().map(stem).join(" ")).join(" ")} `]))
    this.sorted = [...this.words].sort()
  }

  knows(word) {
    return this.stems.has(stem(word))
  }

  begins(word) {
    let low = 0, high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      this.sorted[middle] < word ? low = middle + 1 : high = middle
    }
    return this.sorted[low]?.startsWith(word) ?? false
  }

  /** Return the words of the notes that differ least from a misspelt one, with how far they are to be trusted. */
  corrections(word) {
    const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2
    let found = [], least = limit
    for (const known of this.words) {
      if (known.length < 4 || /\d/.test(known)) continue
      // The first letter is seldom wrong, and then alone.
      const far = distance(word, known, known[0] === word[0] ? least : word.length < 6 ? 0 : Math.min(least, 1))
      if (far < least) found = []
      if (far <= least) {
        least = far
        found.push(known)
      }
    }
    return found
  }

  /** Return the ways to look for a word: [form, weight, whether as a beginning, whether it is another word]. */
  ways(parts) {
    const word = parts.join("")
    const ways = []
    if (this.knows(word)) ways.push([word, WEIGHT.exact])
    if (this.begins(word)) ways.push([word, ways.length ? WEIGHT.prefix : WEIGHT.exact, true])
    if (ways.length) return ways
    if (parts.length > 1) return parts.flatMap(part => this.ways([part]).map(([form, weight, ...rest]) => [form, weight * WEIGHT.part, ...rest]))
    for (let at = 3; at <= word.length - 3; at++)
      if (this.knows(word.slice(0, at)) && this.knows(word.slice(at)))
        return [[word.slice(0, at), WEIGHT.part], [word.slice(at), WEIGHT.part]]
    const corrected = this.corrections(word)
    // A short word is soon like another.
    const weight = WEIGHT.corrected * (word.length < 6 ? 0.65 : 1)
    if (corrected.length) return corrected.map(form => [form, weight, false, true])
    // The beginning of a longer word may be a word itself: asynchronous, async.
    for (let length = word.length - 1; length >= 5; length--)
      if (this.words.has(word.slice(0, length))) return [[word.slice(0, length), WEIGHT.part]]
    return []
  }

  /** Return what a query finds, best first: { id, score, terms }, and what a misspelt query was taken for. */
  find(query) {
    const all = [...words(query)].map(segments => segments.flat()).slice(0, MOST_WORDS)
    // A last letter is a word that is still being typed.
    const whole = all.length > 1 && all.at(-1).join("").length === 1 ? all.slice(0, -1) : all
    const content = whole.filter(parts => parts.length > 1 || !STOP_WORDS.has(parts[0]))
    const asked = content.length ? content : whole
    const clauses = asked.map(parts => this.ways(parts))
    // Neighbours may stand joined in the notes: web sockets, WebSockets.
    for (let i = 0; i + 1 < asked.length; i++) {
      const joined = [...asked[i], ...asked[i + 1]].join("")
      if (this.words.has(joined)) for (const ways of [clauses[i], clauses[i + 1]]) ways.push([joined, WEIGHT.exact])
    }
    // And what the notes do not spell out may stand there as initials: requests per minute, RPM.
    for (let from = 0; from < all.length; from++)
      for (let to = from + 3; to <= Math.min(all.length, from + 5); to++) {
        const run = all.slice(from, to)
        const short = run.map(([part]) => part[0]).join("")
        if (this.words.has(short) && !run.every(parts => this.knows(parts.join(""))))
          asked.forEach((parts, i) => { if (run.includes(parts)) clauses[i].push([short, WEIGHT.exact]) })
      }
    const results = new Map()
    const known = []
    for (const ways of clauses) {
      const best = new Map()
      for (const [form, factor, prefix = false] of ways)
        for (const { id, score, terms } of this.index.search(form, { ...AS_IT_IS, prefix })) {
          const found = best.get(id) ?? { score: 0, trust: 0, terms: [] }
          found.score = Math.max(found.score, score * factor)
          found.trust = Math.max(found.trust, factor)
          found.terms.push(...terms)
          best.set(id, found)
        }
      // A rare word says more of what is meant.
      const rarity = Math.log(1 + this.docs.size / best.size)
      if (best.size) known.push(rarity)
      for (const [id, { score, trust, terms }] of best) {
        const result = results.get(id) ?? { id, score: 0, share: 0, terms: new Set() }
        result.score += score
        result.share += rarity * trust
        terms.forEach(term => result.terms.add(term))
        results.set(id, result)
      }
    }
    // One found nowhere says as much as the others do on average.
    const weight = known.reduce((sum, rarity) => sum + rarity, 0) / known.length * clauses.length
    const found = [...results.values()].filter(({ share }) => share >= LEAST_SHARE * weight)
    const pairs = asked.slice(1).map((parts, i) => [stem(asked[i].join("")), stem(parts.join(""))])
    for (const result of found) {
      result.score *= (result.share / weight) ** 1.5
      // Words that stand together in the query are meant together.
      const row = this.rows.get(result.id)
      const together = pairs.filter(([one, other]) => row.includes(` ${one} ${other} `)).length
      result.score *= 1 + together / asked.length
      // Talks are what readers look for, so they go before pages about the site.
      if (!this.docs.get(result.id).topics) result.score *= 0.5
    }
    found.sort((a, b) => b.score - a.score)
    const corrected = asked.map((parts, i) => {
      const others = clauses[i].filter(way => way[3]).map(([form]) => form)
      return others.find(form => found[0]?.terms.has(stem(form))) ?? others[0] ?? parts.join("_")
    })
    return { results: found, taken: clauses.some(ways => ways.some(way => way[3])) ? corrected.join(" ") : "" }
  }
}

const plain = html => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&")

/** Mark the words of a piece of HTML that are indexed under one of the stems. */
const mark = (html, stems) => html.replace(/<[^>]*>|&#?\w+;|[\p{L}\p{M}\p{N}_]+(?:['’.+-][\p{L}\p{M}\p{N}_]+)*/gu, piece =>
  piece[0] !== "<" && piece[0] !== "&" && stemsOf(piece).some(form => stems.has(form)) ? `<mark data-md-highlight>${piece}</mark>` : piece)

/** Return a query's results as the theme takes them: for each page, the page and its sections that match. */
function answer(search, query) {
  const { results, taken } = search.find(query)
  const pages = new Map()
  for (const { id, score, terms } of results) {
    const page = id.split("#")[0]
    if (pages.size === MOST && !pages.has(page)) break
    if (!pages.has(page)) pages.set(page, new Map())
    pages.get(page).set(id, item(search.docs.get(id), score, terms))
  }
  const items = [...pages].map(([page, found]) => {
    if (!found.has(page)) found.set(page, item(search.docs.get(page), 0, new Set()))
    return [...found.values()]
  })
  if (items.length && taken) {
    const first = items[0].find(({ score }) => score)
    first.text = `<p class="search-taken">Found for <strong>${taken}</strong>:</p>${first.text}`
  }
  return { items }
}

/** Return a document as the theme shows it; the page it opens marks what `terms` lists. */
function item(doc, score, terms) {
  const text = mark(doc.text, terms)
  const title = mark(doc.title, terms)
  const marked = [...(title + text).matchAll(/<mark[^>]*>([^<]*)/g)].map(([, word]) => [word, true])
  // Without its tags, which the theme would make a nameless landmark of.
  return { ...doc, tags: undefined, title, text, score, terms: Object.fromEntries(marked) }
}

/** The most pages that one query shows. */
const MOST = 50

/** Return the index; where the network fails, try again until it is there. A copy for off line brings it along. */
const load = async () => self.searchIndex ?? fetch(new URL("../../search/search_index.json", self.location))
  .then(response => response.ok ? response.json() : Promise.reject(new Error(response.statusText)))
  .catch(() => new Promise(resolve => setTimeout(resolve, 2000)).then(load))

const ready = load().then(({ docs }) => {
  const search = new Search(docs)
  postMessage({ type: READY })
  // Between queries, so that the first ones need not: learn the stems that marking wants.
  const ahead = at => at < docs.length && setTimeout(() => {
    for (const doc of docs.slice(at, at + 10)) mark(doc.text, new Set())
    ahead(at + 10)
  })
  ahead(0)
  return search
})

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === QUERY) postMessage({ type: RESULT, data: answer(await ready, data) })
})
