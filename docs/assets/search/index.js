/* The index: which words are on which pages, and which known word a misspelt one may be. */
"use strict"

// The weight of a word by its field. `topics` holds the topics' names, `about` their explanations; initials may stand for other words.
const FIELDS = { title: 3, speakers: 3, topics: 2, summary: 1.3, text: 1, room: 1.5, about: 0.6, initials: 0.5 }
// BM25: how fast repetitions of a word lose weight, and how much long fields are penalized.
const SATURATION = 1.2, LENGTH = 0.6

const LATIN = [..."abcdefghijklmnopqrstuvwxyz"]
const swapped = (a, b) => [...a].sort().join() === [...b].sort().join()

class Index {
  /** `pages` come from passages.js; `same` lists groups of synonymous words and phrases, as text. */
  constructor(pages, same) {
    this.pages = pages
    this.postings = new Map()  // stem → page → field → count
    this.known = new Map()  // word as written → its stem
    const lengths = { initials: pages.length }
    for (const page of pages) {
      page.lengths = { initials: 1 }
      const rows = []
      for (const [field, lines] of Object.entries(page.fields)) {
        page.lengths[field] = 0
        for (const line of lines) {
          const found = words(line)
          page.lengths[field] += found.length
          for (const word of found) for (const form of forms(word)) this.add(page, field, form)
          for (const { short } of initials(line, found, field === "title" || field === "topics")) this.add(page, "initials", short)
          rows.push(found.flatMap(tokens).map(stem).join(" "))
        }
        lengths[field] = (lengths[field] ?? 0) + page.lengths[field]
      }
      // The stems of the words in their order, to find words that are adjacent.
      page.row = ` ${rows.join(" | ")} `
    }
    this.rooms = pages.flatMap(({ fields }) => fields.room.slice(1)).map(name => ` ${stems(name).join(" ")} `).join("|")
    for (const field in lengths) lengths[field] /= pages.length
    this.average = lengths
    this.sorted = [...this.known.keys()].sort()
    this.cache = new Map()
    // First stem of a phrase → the phrase (its stems, and as text) and its synonyms.
    this.groups = new Map()
    for (const group of same) {
      const phrases = group.map(text => ({ text, keys: stems(text) })).filter(({ keys }) => keys.length)
      for (const { text, keys } of phrases) {
        if (!this.groups.has(keys[0])) this.groups.set(keys[0], [])
        const others = phrases.map(other => other.keys).filter(other => other !== keys && other.every(key => this.postings.has(key)))
        this.groups.get(keys[0]).push({ phrase: keys, text, others })
      }
    }
  }

  add(page, field, word) {
    const key = stem(word)
    this.known.set(word, key)
    let pages = this.postings.get(key)
    if (!pages) this.postings.set(key, pages = new Map())
    let fields = pages.get(page)
    if (!fields) pages.set(page, fields = {})
    fields[field] = (fields[field] ?? 0) + 1
  }

  knows(word) {
    return this.postings.has(stem(word))
  }

  /** Return the pages with a stem: [page, score, fields]. */
  lookUp(key) {
    let found = this.cache.get(key)
    if (found) return found
    const pages = this.postings.get(key) ?? new Map()
    const rarity = Math.log(1 + (this.pages.length - pages.size + 0.5) / (pages.size + 0.5))
    found = []
    for (const [page, fields] of pages) {
      let score = 0
      for (const field in fields) {
        const often = fields[field]
        const long = 1 - LENGTH + LENGTH * page.lengths[field] / this.average[field]
        score += FIELDS[field] * often * (SATURATION + 1) / (often + SATURATION * long)
      }
      found.push([page, score * rarity, fields])
    }
    this.cache.set(key, found)
    return found
  }

  /** Return the words of the notes that begin with `start`. */
  *beginning(start) {
    let low = 0, high = this.sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      this.sorted[middle] < start ? low = middle + 1 : high = middle
    }
    for (; this.sorted[low]?.startsWith(start); low++) yield this.sorted[low]
  }

  /** Return the known words nearest to a misspelt one; `near` holds the words before and after it in the query; with `typing`, also those that begin like it. */
  corrections(word, typing, near) {
    const limit = word.length < 4 ? 0 : word.length < 8 ? 1 : 2
    let found = [], least = limit
    if (!limit) return found
    // The first letter is seldom wrong: then it is missing or swapped with the second; in long words also one too many, or another one.
    // In shorter ones, these make other words: sentry, entry; bolder, folder.
    const first = word.length > 5 ? [word[1] + word[0] + word.slice(2), ...LATIN.map(letter => letter + word)].filter(each => this.known.has(each)) : []
    if (word.length > 7) first.push(...["", ...LATIN].map(letter => letter + word.slice(1)).filter(each => this.known.has(each)))
    for (const known of [...this.beginning(word[0]), ...first]) {
      if (known.length < 4 || /[^a-z]/.test(known) || STOP_WORDS.has(known)) continue
      // Short words have many neighbours: in four letters allow one swap, in five also one added or dropped letter.
      // Next to a word that it also follows or precedes in the notes, allow any one change: scikit lern.
      const beside = () => [[near[0], known], [known, near[1]]].some(pair => pair.every(Boolean) && this.follow(pair.map(stem)).length)
      if ((word.length < 6 && known.length === word.length && !swapped(word, known) || word.length < 5 && known.length !== 4) &&
        !(distance(word, known, 1) < 2 && beside())) continue
      const alike = known.startsWith(word.slice(0, 3)) || known[0] === word[0] && known.endsWith(word.slice(-3))
      const most = alike ? least : Math.min(least, 1)
      let far = distance(word, known, most)
      if (far > 1 && word.length > 5 && known.endsWith("s")) far = Math.min(far, distance(word, known.slice(0, -1), most))
      if (far === Infinity && typing && word.length > 4 && known[0] === word[0]) far = distance(word, known, Math.min(most, word.length < 9 ? 1 : 2), true)
      if (far < least) found = []
      if (far <= least) {
        least = far
        found.push(known)
      }
    }
    return found
  }

  /** Return the ways to split a word into two or three known ones of at least three letters. */
  cuts(word, most = 3) {
    const found = this.known.has(word) && most < 3 ? [[word]] : []
    for (let at = 3; most > 1 && at <= word.length - 3; at++)
      if (this.known.has(word.slice(0, at))) for (const rest of this.cuts(word.slice(at), most - 1)) found.push([word.slice(0, at), ...rest])
    return found
  }

  /** Return the pages that a way of looking finds: [page, score, fields, keys]. */
  follow(keys) {
    if (keys.length === 1) return this.lookUp(keys[0])
    const phrase = ` ${keys.join(" ")} `
    return this.lookUp(keys.reduce((rarest, key) => (this.postings.get(key)?.size ?? 0) < (this.postings.get(rarest)?.size ?? 0) ? key : rarest))
      .filter(([page]) => page.row.includes(phrase))
  }
}
