/* Pages, made from the index's entries; and passages, the lines of a page that match a query. */
"use strict"

const BLOCK = /(<\/?(?:p|li|ul|ol|pre|table|thead|tbody|tr|td|th|dl|dt|dd|blockquote|h\d|div|figure|figcaption|details|summary|hr|br)\b[^>]*>)/i
const ENTITIES = { lt: "<", gt: ">", quot: '"', amp: "&", nbsp: " " }
// Keep the raised number of a footnote apart from the word before it. (Not <sup>: publish/assets.py keeps the stylesheet's rules for each name in a script.)
const APART = " \u200b"
const plainText = html => html.replace(/<s\wp>(?=\d+<)/g, APART).replace(/<[^>]*>/g, "").replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) =>
  decimal ? String.fromCodePoint(+decimal) : hex ? String.fromCodePoint(parseInt(hex, 16)) : ENTITIES[name] ?? all)
const escaped = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")

/** Return the blocks of HTML: paragraphs, list items without nested lists, lines of code. */
function blocks(html, anchor) {
  const found = []
  let code = false
  for (const piece of html.split(BLOCK)) {
    if (/^<\/?pre/i.test(piece)) code = piece[1] !== "/"
    if (BLOCK.test(piece)) continue
    for (const line of code ? plainText(piece).split("\n") : [plainText(piece)]) {
      const text = line.replace(/\s+/g, " ").trim()
      if (text) found.push({ text, anchor, code })
    }
  }
  return found
}

/** Return the names of a room: Hall F-H is also Hall F, Hall G and Hall H. */
function roomNames(room) {
  const [, hall, from, to] = /^(.*\s)([a-z])-([a-z])$/.exec(room.toLowerCase()) ?? []
  return [`Room ${room}`, ...LATIN.filter(letter => letter >= from && letter <= to).map(letter => hall + letter)]
}

/** Return the index's entries as pages, each with its sections and the explanations of its topics. */
function pagesOf({ docs, topics: explained = {}, also = {} }) {
  const pages = new Map()
  for (const doc of docs) {
    const [location, anchor = ""] = doc.location.split("#")
    let page = pages.get(location)
    if (!page) {
      pages.set(location, page = {
        location, title: plainText(doc.title), facts: doc.facts ?? {}, talk: !!doc.facts?.talk, blocks: [], order: pages.size
      })
      const { starts, ends, number, summary } = page.facts
      page.when = moment(starts)
      page.until = moment(ends)
      page.dayNumber = number
      if (summary) page.blocks.push({ text: summary, anchor: "" })
    } else if (anchor) page.blocks.push({ text: plainText(doc.title), anchor, heading: true })
    page.blocks.push(...blocks(doc.text, anchor))
  }
  for (const page of pages.values()) {
    const { speakers = [], topics = [], room = "", conference = "", summary = "" } = page.facts
    page.about = Object.fromEntries(topics.map(topic => [topic, [explained[topic] ?? "", ...also[topic] ?? []]]))
    page.fields = {
      title: [page.title],
      speakers,
      topics,
      summary: [summary],
      text: page.blocks.slice(summary ? 1 : 0).map(({ text }) => text),
      room: [conference, ...room && roomNames(room)],
      about: topics.flatMap(topic => page.about[topic])
    }
  }
  return [...pages.values()]
}

/** Return the places of words that are indexed under one of the keys: [start, end, key]. */
function marks(found, keys) {
  const marks = []
  for (const spot of found) {
    const key = spot.keys.find(key => keys.has(key))
    if (key !== undefined && spot.start >= (marks.at(-1)?.[1] ?? 0)) marks.push([spot.start, spot.end, key])
  }
  return marks
}

/** Return part of a text as HTML, with its marks. */
function marked(text, found, from = 0, to = text.length) {
  let html = "", at = from
  for (const [start, end] of found) {
    if (start < from || end > to) continue
    html += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`
    at = end
  }
  return html + escaped(text.slice(at, to))
}

// The length of about two lines on a phone, and of the part before the first mark.
const LONG = 100, BEFORE = 25

/** Return the block of a page with most matches, and its marks: { block, found }, or nothing. */
function passage(page, weights) {
  let best, most = 0
  for (const block of page.blocks) {
    // Count each word once, and a word in a heading less than one in the text below it.
    let sum = 0
    for (const key of keysOf(block.text)) sum += weights.get(key) ?? 0
    if (block.heading) sum *= 0.8
    if (sum > most) [best, most] = [block, sum]
  }
  return best && { block: best, found: marks(spots(best.text), weights) }
}

/** Return the part of a block where its marks are closest together: [from, to]. */
function part({ text }, found) {
  if (text.length <= LONG) return [0, text.length]
  let best = found[0], most = 0
  for (const mark of found) {
    const near = new Set(found.filter(([start, end]) => start >= mark[0] && end <= mark[0] + LONG - BEFORE).map(([, , key]) => key)).size
    if (near > most) [best, most] = [mark, near]
  }
  let from = Math.max(0, best[0] - BEFORE)
  if (from) from = text.indexOf(" ", from) + 1
  if (from > best[0]) from = best[0]
  let to = Math.min(text.length, from + LONG)
  if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), best[1])
  return [from, to]
}

/** Return the end of a link to a passage: a text fragment, after the id of its section if there is one. */
function fragment({ block, found }) {
  const start = found[0][0]
  const phrase = block.text.slice(start).replaceAll(APART, "").split(" ", 6).join(" ").replace(/[^\p{L}\p{N}]+$/u, "")
  return `#${block.anchor}:~:text=${encodeURIComponent(phrase).replace(/-/g, "%2D")}`
}

const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" })

/** Return the date and time of a talk in words. */
function whenInWords({ starts, ends }) {
  const found = moment(starts)
  if (!found) return ""
  const date = DATE.format(Date.UTC(found.year, found.month - 1, found.date))
  const times = [starts, ends].map(iso => /T(\d\d:\d\d)/.exec(iso ?? "")?.[1]).filter(Boolean)
  return [date, times.join("–")].filter(Boolean).join(", ")
}

/**
 * Return a result as HTML: the title, the reasons for the match, and the passage. Its link begins at the site's folder. Enter opens
 * the first one: the theme looks for the highest score, and here none has one.
 */
function item({ page, found }, taken) {
  const weights = new Map()
  for (const { keys, trust, clause } of found)
    for (const key of keys) weights.set(key, Math.max(weights.get(key) ?? 0, clause.rarity * trust))
  const keys = new Set(weights.keys())
  const best = passage(page, weights)
  const inTitle = marks(spots(page.title), keys)
  const { block, found: at } = best ?? { block: page.blocks.find(({ heading }) => !heading), found: [] }
  let text = `<p class="search-why">${why(page, found, keys, [...at, ...inTitle])}</p>`
  if (block) {
    const [from, to] = best ? part(block, at) : [0, block.text.length]
    const html = `${from ? "… " : ""}${marked(block.text, at, from, to)}${to < block.text.length ? " …" : ""}`
    const [code, end] = block.code ? ["<code>", "</code>"] : ["", ""]
    text += `<p class="search-passage">${code}${html}${end}</p>`
  }
  if (taken) text = `<p class="search-taken">Found for <strong>${escaped(taken)}</strong>:</p>${text}`
  // The opened page marks the words of the passage, or else those of the title.
  const [from, all] = best ? [block.text, at] : [page.title, inTitle]
  const terms = new Set(all.map(([start, end]) => from.slice(start, end).replace(/^[-@/.$]+|[+#]+$/g, "")))
  const link = page.location + (terms.size ? `?${new URLSearchParams({ h: [...terms].join(" ") })}` : "") + (best ? fragment(best) : "")
  return `<a href="${escaped(link)}" class="md-search-result__link" tabindex="-1"><h1>${marked(page.title, inTitle)}</h1>${text}</a>`
}

/** Return as HTML why a page matches: its speakers, its day, and each other fact with a match; `at` are the marks of title and passage. */
function why({ facts, about }, found, keys, at) {
  const { speakers = [], topics = [], room = "", day = "" } = facts
  const seen = new Set(at.map(([, , key]) => key))
  const parts = []
  const add = (name, text, always) => {
    const found = marks(spots(text), keys)
    for (const [, , key] of found) seen.add(key)
    if (text && (always || found.length)) parts.push((found.length ? name + ": " : "") + marked(text, found))
  }
  add("Speaker", speakers.join(", "), true)
  const when = found.some(({ fields }) => fields.has("when")) && whenInWords(facts)
  const days = day && facts.talk ? [escaped(day)] : []
  if (when) parts.push("Time: " + [...days, `<mark>${when}</mark>`].join(", "))
  else parts.push(...days)
  add("Room", room)
  // A topic by its name, or by words about it that readers do not see, where nothing else shows the match.
  const hidden = new Set(found.flatMap(({ keys }) => [...keys].some(key => seen.has(key)) ? [] : [...keys]))
  const named = topics.map(topic => [topic, marks(spots(topic), keys)])
    .filter(([topic, found]) => found.length || hidden.size && about[topic].some(text => marks(spots(text), hidden).length))
  if (named.length) parts.push(`Topic: ${named.map(([topic, found]) => marked(topic, found)).join(", ")}`)
  for (const [, found] of named) for (const [, , key] of found) seen.add(key)
  const others = new Set(found.flatMap(({ same, clause }) => [...same].filter(([shown, text]) => shown.split(" ").every(key => seen.has(key) || STOP_WORDS.has(key)) &&
    (shown === text.toLowerCase() || ![...stems(text), stem(clause.text)].some(key => seen.has(key)))).map(([, text]) => text)))
  if (others.size) parts.push("Means the same as " + [...others].map(text => `“${escaped(text)}”`).join(", "))
  return parts.join(" · ")
}
