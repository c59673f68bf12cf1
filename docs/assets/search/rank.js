/*
 * The ranking: which pages a query finds, best first, and by what.
 *
 * Each word of a query is one clause. A clause is looked for in several ways (as it is, as the beginning of a word, by
 * another word for the same, with letters wrong), each trusted more or less. A page is the better the more of the query
 * it explains; what explains too little is left out.
 */
"use strict"

// How much each way of looking for a word is trusted.
const TRUST = { exact: 1, same: 0.75, phrase: 0.85, typed: 0.6, akin: 0.6, corrected: 0.55, going: 0.45, begun: 0.3 }
// More words than anybody types; the rest of a pasted text is ignored.
const MOST_WORDS = 32

// The fields that name a talk: their words are its subject.
const NAMES = ["title", "speakers", "topics", "when", "room"]

/** Return whether a few adjacent lines of a page have one key of each set. */
function near({ blocks }, sets) {
  const lines = sets.map(keys => blocks.map(({ text }) => keysOf(text).some(key => keys.has(key))))
  return blocks.some((_, at) => lines.every(line => line.slice(at, at + 3).some(Boolean)))
}

const plainWord = ({ segments }) => segments.flat().join("")
const isSentence = query => words(query).filter(word => STOP_WORDS.has(plainWord(word))).length > 1

class Search extends Index {
  /**
   * Return the ways to look for a word between those of `near`: { keys, trust, shown, same, whole }. All keys must be adjacent; `shown`
   * is a correction, `same` the word or phrase that they are synonyms of, `whole` the word that one of them is the stem of. Readers never
   * see a word that they may not have typed to its end.
   */
  ways(word, typing, near = []) {
    const ways = []
    const key = stem(word)
    const known = this.known.has(word)
    if (this.knows(word)) ways.push({ keys: [key], trust: TRUST.exact })
    const complete = new Map([[key, word]])
    // One letter begins too many words.
    if (word.length > 1 && (typing || !ways.length && word.length > 2))
      for (const longer of this.beginning(word)) if (!complete.has(this.known.get(longer))) complete.set(this.known.get(longer), longer)
    const typed = typing ? ways.length ? TRUST.going : TRUST.typed : TRUST.begun
    for (const [other, whole] of complete) if (other !== key) ways.push({ keys: [other], trust: typed, whole })
    const same = TRUST.same * (ways[0]?.trust === TRUST.exact ? 0.65 : 1)
    for (const { phrase, text, others } of [...complete.keys()].flatMap(each => this.groups.get(each) ?? []))
      if (phrase.length === 1) for (const other of others)
        ways.push({ keys: other, trust: same * (phrase[0] === key ? 1 : typed), same: known && phrase[0] === key ? word : text })
    const wholes = typing && !known ? [word, ...this.beginning(word)] : [word]
    if (word.length > 3 && /^[a-z]+$/.test(word))
      for (const other of this.beginning(word.slice(0, 4)))
        if (!complete.has(this.known.get(other)) && wholes.some(whole => akin(whole, other))) ways.push({ keys: [this.known.get(other)], trust: known ? TRUST.going : TRUST.akin })
    // A word whose stem is known by chance may still be a misspelling of another word.
    const alike = known || [...this.beginning(word.slice(0, Math.max(3, key.length - 1)))].some(other => this.known.get(other) === key)
    if (dated(word) || this.groups.has(key) || ways.length && alike) return ways
    // The notes may write it as several words: fulltext, full text; readthedocs, Read the Docs.
    for (const pieces of this.cuts(word)) {
      const keys = pieces.map(stem)
      if (this.follow(keys).length) return [...ways, { keys, trust: TRUST.exact }]
    }
    // Short words have many neighbours.
    const trust = TRUST.corrected * (word.length < 6 ? 0.65 : 1)
    for (const other of this.corrections(word, typing, near)) ways.push({ keys: [this.known.get(other)], trust, shown: other })
    return ways
  }

  /** Return the words to look for: a known word of the query itself, or else its segments or parts. */
  split({ segments, raw }, typing) {
    const whole = segments.flat().join("")
    if (/[+#]$/.test(raw)) return [raw]
    if (raw && (this.known.has(raw) || typing && !this.beginning(raw).next().done)) return [raw]
    if (this.knows(whole) || typing && !this.beginning(whole).next().done) return [whole]
    if (segments.length > 1) return segments.flatMap(segment => this.split({ segments: [segment] }, typing))
    if (segments[0].length > 1) return segments[0]
    return [whole]
  }

  /** Return the clauses of a query. */
  clauses(query) {
    const { tests, rest } = times(query, this.pages)
    const typing = !/\s$/.test(query)
    let all = words(rest).slice(0, MOST_WORDS)
    // One or two letters at the end are the beginning of a word, unless they are one; a letter only after the same word as in the notes.
    const last = typing && all.length + tests.length > 1 && all.at(-1)
    const end = last && !last.raw ? plainWord(last) : ""
    if (/^[a-z]{1,2}$/.test(end) && !(end.length > 1 ? this.known.has(end) : this.follow(all.slice(-2).flatMap(tokens).map(stem)).length))
      all = all.slice(0, -1)
    const sentence = isSentence(query)
    const content = all.filter(word => word.raw || !STOP_WORDS.has(plainWord(word)))
    const used = content.length || tests.length ? content : all
    const clauses = used.flatMap(word => {
      const at = all.indexOf(word), near = [all[at - 1], all[at + 1]].map(other => other && plainWord(other))
      const last = typing && word === all.at(-1)
      return this.split(word, last).map(text => {
        const ways = this.ways(text, last, near)
        const small = WEAK_WORDS.has(text) || sentence && VERBS.has(text)
        return { text, word, ways, weak: small || ways.every(({ shown }) => shown) && misspeltSmall(text) }
      })
    })
    // The parts of the query's words in their order, with the word of each.
    const parts = all.flatMap(word => tokens(word).map(text => ({ text, key: stem(text), word })))
    const clausesOf = run => clauses.filter(clause => run.some(({ word }) => word === clause.word))
    const add = (run, way) => clausesOf(run).forEach(({ ways }) => ways.push(way))
    // Phrases with synonyms, the longest last: its words mean nothing else. "Machine learning" is no "server".
    const runs = parts.flatMap((part, at) => (this.groups.get(part.key) ?? [])
      .filter(({ phrase }) => phrase.length > 1 && phrase.every((key, i) => parts[at + i]?.key === key))
      .map(({ phrase, text, others }) => ({ run: parts.slice(at, at + phrase.length), text, others })))
    for (const { run, text, others } of runs.sort((a, b) => a.run.length - b.run.length)) {
      for (const clause of clausesOf(run)) clause.ways = clause.ways.filter(way => !way.same || way.run >= run.length)
      for (const other of others) add(run, { keys: other, trust: TRUST.phrase, same: text, run: run.length })
    }
    parts.forEach((part, at) => {
      // The notes may join neighbours: web sockets, WebSockets.
      const joined = part.text + parts[at + 1]?.text
      if (joined.length > 4 && this.known.has(joined)) add(parts.slice(at, at + 2), { keys: [this.known.get(joined)], trust: TRUST.exact })
      // The notes may have the initials of spelt-out words: requests per minute, RPM.
      for (let to = at + 3; to <= Math.min(parts.length, at + 5); to++) {
        const run = parts.slice(at, to)
        if (STOP_WORDS.has(run[0].text) || STOP_WORDS.has(run.at(-1).text)) continue
        const short = run.map(({ text }) => text[0]).join("")
        // While the last word is incomplete, show no words for them.
        const same = typing && to === parts.length && !this.known.has(run.at(-1).text) ? "" : run.map(({ text }) => text).join(" ")
        if (this.known.has(short)) add(run, { keys: [this.known.get(short)], trust: TRUST.same, same, whole: short, run: run.length, literal: true })
      }
    })
    // A letter or number says something only in the whole name of a room: Salon F.
    parts.forEach((_, at) => {
      let to = at + 1
      while (to < parts.length && this.rooms.includes(` ${parts.slice(at, to + 1).map(({ key }) => key).join(" ")} `)) to++
      const run = parts.slice(at, to)
      if (run.length > 1 && run.some(({ key }) => key.length < 3))
        for (const clause of clausesOf(run))
          clause.ways = [{ keys: run.map(({ key }) => key), trust: TRUST.exact, run: run.length }]
    })
    // A time that no talk has may be named in the notes.
    const timed = tests.map(({ fits, missing, words: text, short }) =>
      ({ fits, text, weak: missing, ways: short ? this.ways(text, typing) : missing ? [{ keys: stems(text), trust: TRUST.exact }] : [] }))
    return [...timed, ...clauses]
  }

  /** Return the results of a query, best first: { page, score, found }, and the corrected query. */
  find(query) {
    const clauses = this.clauses(query)
    const results = new Map()
    // A word as the reader typed it.
    const typed = text => {
      const at = query.toLowerCase().indexOf(text.toLowerCase())
      return at < 0 ? text : query.slice(at, at + text.length)
    }
    for (const clause of clauses) {
      const best = clause.found = new Map()
      if (clause.fits) {
        for (const page of this.pages) {
          const fit = clause.fits(page)
          if (fit) best.set(page, { score: fit * 4, trust: fit, keys: new Set(), fields: new Set(["when"]), same: new Map() })
        }
      }
      for (const { keys, trust, shown, same, whole: longer, run = 1, literal } of clause.ways)
        for (const [page, whole, fields] of this.follow(keys)) {
          const score = whole / run  // each word of the phrase has a clause
          // Small letters may be another word: password reset email, pre-commit.
          if (literal && !Object.values(page.fields).flat().some(line => line.includes(keys[0].toUpperCase()))) continue
          let found = best.get(page)
          if (!found) best.set(page, found = { score: 0, trust: 0, run: 0, keys: new Set(), fields: new Set(), same: new Map() })
          if (score * trust > found.score) found.shown = shown
          if ((same || fields.initials) && !found.same.has(keys.join(" "))) found.same.set(keys.join(" "), typed(same || longer || clause.text))
          found.score = Math.max(found.score, score * trust)
          found.trust = Math.max(found.trust, trust)
          found.run = Math.max(found.run, run)
          for (const key of keys) if (keys.length < 2 || !STOP_WORDS.has(key)) found.keys.add(key)
          for (const field in fields) found.fields.add(field)
        }
      // A rare word says more about the reader's subject.
      clause.rarity = Math.log(1 + this.pages.length / (best.size || 1)) * (clause.weak ? 0.3 : 1)
    }
    const known = clauses.filter(({ found }) => found.size)
    if (!known.length) return { results: [], taken: "" }
    const mean = known.reduce((sum, { rarity }) => sum + rarity, 0) / known.length
    for (const clause of clauses) if (!clause.found.size) clause.rarity = mean * (clause.weak ? 0.3 : 1)
    const weight = clauses.reduce((sum, { rarity }) => sum + rarity, 0)
    for (const clause of known)
      for (const [page, found] of clause.found) {
        const result = results.get(page) ?? { page, score: 0, share: 0, found: [] }
        result.score += found.score
        result.share += clause.rarity * found.trust / weight
        result.found.push({ clause, ...found })
        results.set(page, result)
      }
    const strong = clauses.filter(({ weak }) => !weak)
    const timed = clauses.filter(({ fits }) => fits)
    const onlyTimes = timed.length > 0 && strong.every(({ fits }) => fits)
    const sentence = isSentence(query)
    const pairs = clauses.slice(1).map((clause, i) => [clauses[i].text, clause.text]).map(pair => pair.map(stem).join(" "))
    const found = [...results.values()].filter(result => this.explains(result, strong, sentence))
    for (const result of found) {
      result.score *= result.share ** 1.5
      // Adjacent words of the query should be adjacent on the page.
      const together = pairs.filter(pair => result.page.row.includes(` ${pair} `)).length
      result.score *= 1 + together / clauses.length
      // Readers look for talks, so talks come before pages about the site; but whoever names only a day looks for the day's page.
      if (!result.page.talk) result.score *= onlyTimes && result.found.filter(({ clause }) => clause.fits).length === timed.length ? 2 : 0.5
    }
    const begins = ({ page }) => page.facts.starts ?? ""
    found.sort((a, b) => b.score - a.score || begins(a).localeCompare(begins(b)) || a.page.order - b.page.order)
    const first = found[0]
    const taken = clauses.map(clause => first?.found.find(found => found.clause === clause)?.shown ?? "")
    return { results: found, taken: taken.some(Boolean) ? clauses.map((clause, i) => taken[i] || clause.text).join(" ") : "" }
  }

  /**
   * Return whether a page explains enough of a query. Of two words that is both, adjacent, near each other or one of them in what the
   * talk is named by. One alone is enough where it is a speaker's name, where a talk is named by it and others by the other word or a
   * time that is remembered wrongly, or where the query is a sentence of known words and a talk is named by it. Three words and more
   * need a share, and again a name, adjacent words, nearly all, or words of the query in lines near each other if all are known.
   */
  explains({ page, share, found }, strong, sentence) {
    const sure = found.filter(({ clause }) => !clause.weak)
    if (strong.length < 2) return !strong.length || sure.length > 0
    if (!sure.length) return false
    const beside = (one, other) => [...one.keys].some(key => [...other.keys].some(next => page.row.includes(` ${key} ${next} `)))
    const within = (fields, names) => names.some(name => fields.has(name))
    const known = strong.every(({ found }) => found.size)
    const [{ fields, trust }] = sure
    if (sure.length === 1) {
      const subjects = within(fields, ["title", "topics"]) &&
        strong.every(({ fits, text }) => fits || this.lookUp(stem(text)).some(([, , { title, topics }]) => title || topics))
      const subject = sentence && strong.length < 3 && known && within(fields, [...NAMES, "summary"])
      return trust === 1 && (fields.has("speakers") || subjects || subject)
    }
    const whole = sure.some(({ run }) => run >= strong.length) || sure.every(({ fields }) => within(fields, ["title", "speakers", "topics"]))
    if (whole && sure.length === strong.length) return true
    const named = sure.some(({ trust, fields }) => trust > TRUST.corrected && within(fields, NAMES))
    if (strong.length > 2) {
      const adjacent = sure.some((each, i) => i && each.trust + sure[i - 1].trust === 2 && beside(sure[i - 1], each))
      const exact = sure.filter(({ trust }) => trust === 1)
      const close = () => exact.length > 1 && known && near(page, exact.map(({ keys }) => keys))
      return share >= 0.38 && (sentence && share > 0.6 || named || adjacent || share > 0.8 || share > 0.6 && close())
    }
    return beside(sure[0], sure[1]) || sure[0].trust + sure[1].trust > 1.4 &&
      (named || sure.every(({ fields, trust }) => fields.has("about") || trust === 1) || near(page, sure.map(({ keys }) => keys)))
  }
}
