/* Words: how text is split into words, and which words count as the same. */
"use strict"

// Stop words. A query of nothing else is searched for literally.
const STOP_WORDS = new Set((
  "a about all am an and any anything are as at be been being but by can could did do does doing for from gave get getting goes going got had has " +
  "have having how i if in into is it its itself just like many me much my myself no not of off on onto or our ourselves out over should so some something than that " +
  "the their them themselves then there these they thing things this those to too us use used using via vs was we were what when where whether " +
  "which while who whom whose why will with without would you your yourself " +
  "arent cant couldnt didnt doesnt dont hasnt havent im isnt ive lets shouldnt thats wasnt werent whats wont wouldnt youre"
).split(" "))
// Question words and small numbers: they count little, even if they are rare in the notes.
const WEAK_WORDS = new Set((
  "again also alternative alternatives always another bad basics become beginner beginners best better between big both call called change come common day difference different each else " +
  "enough every everything few find first give given go good great help instead intro introduction keep know last less let little long look " +
  "made make makes making matter mean means more most need needs never new next note notes often old one only other people please problem problems " +
  "put read reason really right same say session set show small speaker speakers still stuff take talk talks tell think time tip tips try " +
  "two three four five six seven eight nine ten want way ways well work works working worth write writing wrong year years"
).split(" "))
// The most frequent verbs: in a sentence they count little, too: "How do I stop slow queries?"
const VERBS = new Set((
  "add allow appear ask believe bring build buy care consider continue create cut expect fall feel follow grow happen happens hear hold include learn leave " +
  "live lose love lead meet move offer open pay play provide reach remain remember run seem send sense serve sit speak spend stand start stay stop turn " +
  "understand wait walk watch win"
).split(" "))

// Irregular forms that a stemmer misses; but no names or nouns (Drew, Won, HID, LED, the Fed). Index and query both use them, so a form only needs to be consistent.
const IRREGULAR = new Map(Object.entries({
  ran: "run", wrote: "write", written: "write", built: "build", sent: "send", kept: "keep", broke: "break", broken: "break",
  chose: "choose", chosen: "choose", took: "take", taken: "take", gave: "give", given: "give", went: "go", gone: "go", found: "find",
  thought: "think", taught: "teach", learnt: "learn", lost: "lose", made: "make", met: "meet", said: "say", told: "tell", held: "hold",
  grew: "grow", grown: "grow", spoke: "speak", spoken: "speak", began: "begin", begun: "begin", left: "leave",
  bought: "buy", brought: "bring", caught: "catch", fought: "fight", sold: "sell", spent: "spend", drawn: "draw",
  drove: "drive", driven: "drive", flew: "fly", flown: "fly", threw: "throw", thrown: "throw", knew: "know", known: "know", seen: "see",
  hidden: "hide", froze: "freeze", frozen: "freeze", forgot: "forget", forgotten: "forget",
  shook: "shake", shaken: "shake", stole: "steal", stolen: "steal", tore: "tear", torn: "tear", wore: "wear", worn: "wear", woke: "wake",
  fallen: "fall", heard: "hear", paid: "pay", slept: "sleep", stood: "stand", sought: "seek", ate: "eat", eaten: "eat",
  dealt: "deal", mice: "mouse", men: "man", women: "woman", feet: "foot", embed: "embedding", hypotheses: "hypothesis", appendices: "appendix",
  slower: "slow", slowest: "slow", faster: "fast", fastest: "fast", bigger: "big", biggest: "big", safer: "safe", safest: "safe",
  easier: "easy", easiest: "easy", simpler: "simple", simplest: "simple", cheaper: "cheap", older: "old", newer: "new",
  indices: "index", vertices: "vertex", matrices: "matrix", children: "child", criteria: "criterion",
  solution: "solve", evolution: "evolve", decision: "decide", division: "divide", description: "describe",
  explanation: "explain", maintenance: "maintain", growth: "grow", choice: "choose", failure: "fail", proof: "prove", success: "succeed",
  analyze: "analysis", analyzed: "analysis", analyzer: "analysis", analyzing: "analysis",
  schemata: "schema", analyses: "analysis", centre: "center", catalogue: "catalog", programme: "program", licence: "license"
}))
const american = word => word
  .replace(/^(.{3,})is(e|es|ed|er|ers|ing|ation|ations|able)$/, "$1iz$2")
  .replace(/^(.{2,})our(s|ed|ing|ite|ites|able|al)?$/, "$1or$2")
  .replace(/^(.{2,}al)ys(e|ed|er|ers|ing)$/, "$1yz$2")
  .replace(/eer(s|ed|ing)$/, "eer")

/** Return `make` with a cache: notes repeat the same words. */
function remembered(make) {
  const made = new Map()
  return word => {
    let found = made.get(word)
    if (found === undefined) made.set(word, found = make(word))
    return found
  }
}

const stem = remembered(word => {
  if (!/^[a-z]{3,}$/.test(word)) return word
  const regular = american(word)
  // Also rewritten and misunderstood.
  const plain = regular.replace(/^((?:mis|out|over|re|under)*)(.+)$/, (_, before, verb) =>
    before + (IRREGULAR.get(verb) ?? IRREGULAR.get(verb.replace(/s$/, "")) ?? verb))
  // An engineer is no engine, and a debugger is for debugging.
  return plain.length < 4 || plain.endsWith("eer") ? plain : porter.stemmer(plain).replace(/^(..+[aeiou])([bdgmnprt])\2$/, "$1$2")
})

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ł: "l", ı: "i", Æ: "AE", Ø: "O", Ł: "L" }
const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[ßæœøđłıÆØŁ]/g, letter => LETTERS[letter])

const WORD = /(?:--?|[@/.$])?[\p{L}\p{M}\p{N}_]+(?:['’.+-][\p{L}\p{M}\p{N}_]+)*(?:\+\+|#)?/gu

/**
 * Return the words of a text: where each begins and ends, and its segments, those as parts, folded and in small letters.
 * Model.get_results is [["model"], ["get", "results"]]. `raw` is the word with the marks of code, or "" where it has none:
 * __contains, --merge, @property, /admin, c++.
 */
function words(text) {
  const found = []
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const mark = /^[-@/.$]*/.exec(word)[0].length
    const inside = mark && /[\p{L}\p{M}\p{N}_]/u.test(text[index - 1] ?? " ")
    const letters = fold(word.slice(mark))
    const segments = []
    for (const segment of letters.replace(/['’](s\b)?/g, "").split(/[.+#-]+/)) {
      const parts = segment.replace(/([\p{Ll}\p{N}])(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$&_").toLowerCase().split("_").filter(Boolean)
      if (parts.length) segments.push(parts)
    }
    if (!segments.length) continue
    const raw = !inside && (mark || /^_|[+#]$/.test(letters)) ? fold(word).toLowerCase() : ""
    found.push({ start: index + (inside ? mark : 0), end: index + word.length, segments, raw })
  }
  return found
}

/** Return the index keys of a word: its parts, each segment and its ends (MethodField of a SerializerMethodField), the whole, and its form in code. */
function forms({ segments, raw }) {
  if (!raw && segments.length === 1 && segments[0].length === 1) return segments[0]
  const found = new Set(segments.flat())
  for (const segment of segments) segment.forEach((_, at) => found.add(segment.slice(at).join("")))
  found.add(segments.flat().join(""))
  if (raw) found.add(raw)
  return [...found]
}

/**
 * Return in how many letters two words differ (changed, added, dropped or swapped), or Infinity above `limit`;
 * with `prefix`, in how many `a` differs from the beginning of `b` that is most like it.
 */
function distance(a, b, limit, prefix = false) {
  if (a.length - b.length > limit || !prefix && b.length - a.length > limit) return Infinity
  const width = prefix ? Math.min(b.length, a.length + limit) : b.length
  let before, last = Array.from({ length: width + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= width; j++) {
      let far = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) far = Math.min(far, before[j - 2] + 1)
      row[j] = far
      if (far < least) least = far
    }
    if (least > limit) return Infinity
    before = last
    last = row
  }
  const far = prefix ? Math.min(...last) : last[width]
  return far <= limit ? far : Infinity
}

/** Return whether a word is probably a misspelt one of those that say little. */
const misspeltSmall = remembered(word => word.length > 6 &&
  [...STOP_WORDS, ...WEAK_WORDS].some(small => small[0] === word[0] && small.length > 3 && distance(small, word, 1) < 2))

/** Return the places of a text's words, and of the words that initials stand for, with the stems of each. */
const spots = remembered(text => {
  const found = words(text)
  return [
    ...initials(text, found).map(({ short, start, end }) => ({ start, end, keys: [short] })),
    ...found.map(word => ({ start: word.start, end: word.end, keys: forms(word).map(stem) }))
  ].sort((a, b) => a.start - b.start || b.end - a.end)
})

/** Return the keys of all places of a text, each once. */
const keysOf = remembered(text => [...new Set(spots(text).flatMap(({ keys }) => keys))])

/** Return a word's segments, each joined: Model.get_results is ["model", "getresults"]. */
const tokens = ({ segments }) => segments.map(segment => segment.join(""))

/** Return the stems of a phrase. */
const stems = text => words(text).flatMap(tokens).map(stem)

/**
 * Return the initials of adjacent words with their places: sse for Server-Sent Events, gsoc for Google Summer of Code; in a title, of words in small letters, too.
 * `found` are the text's words.
 */
function initials(text, found, title = false) {
  const made = []
  const starts = title ? /^[\p{L}\p{N}]/u : /^\p{Lu}\p{Ll}/u
  const all = found.flatMap(word => text.slice(word.start, word.end).split("-").map(part => ({ ...word, part, starts: starts.test(part) })))
  const close = (one, next) => one.start === next.start || /^[ -]$/.test(text.slice(one.end, next.start))
  const stop = ({ part }) => STOP_WORDS.has(part.toLowerCase())
  all.forEach((first, at) => {
    if (!first.starts || stop(first)) return
    for (let to = at + 1; to < at + 5 && all[to] && (all[to].starts || stop(all[to])) && close(all[to - 1], all[to]); to++) {
      const run = all.slice(at, to + 1)
      // Three with a small word among them are too often no name.
      if (run.length > (run.every(({ starts }) => starts) ? 2 : 3) && !stop(all[to]))
        made.push({ short: fold(run.map(({ part }) => part[0]).join("")).toLowerCase(), start: first.start, end: all[to].end })
    }
  })
  return made
}

const ENDINGS = /^(?:|s|es|e?d|e?rs?|ors?|ings?|i?ons?|ations?|[ai]ble|[ai]bility|[ai]bly|ments?|ness|ful|less|ly|al|ally|ics?|ical|is|i?ty|ities|ives?|isms?|ists?|i[sz](?:e|es|ed|ing|ation)|[ae]nce|[ae]nt|ar|ates?|ships?|y|ies|i|e|ion|t|cy)$/

/** Return whether two words share a root: they differ in the ending only, as scaling and scalability do, or synthesizing and synthes-is. */
function akin(a, b) {
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const doubled = a[same - 1] === a[same - 2]  // logger, logging
  const endings = at => [a.slice(at), b.slice(at)]
  if (same === 4 && endings(4).includes("t")) return false  // plan, plant; star, start
  if (same < 5 && !(same === 4 && (same === a.length || same === b.length || doubled))) return false
  if (same > 5 && endings(same - 1).includes("is")) same--
  return endings(same).every(end => ENDINGS.test(end))
}
