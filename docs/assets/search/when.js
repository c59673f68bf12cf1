/* Times: the weekday, date, time or day of the conference in a query. */
"use strict"

const MONTHS = "january february march april may june july august september october november december".split(" ")
const WEEKDAYS = "sunday monday tuesday wednesday thursday friday saturday".split(" ")
const ORDINALS = "first second third fourth fifth sixth seventh".split(" ")
const NUMBERS = "one two three four five six seven".split(" ")
const HALVES = { morning: [0, 12], afternoon: [12, 17], evening: [17, 24] }

/** Return the parts of a talk's local time, or null. It is read as written, without its offset. */
function moment(iso) {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/.exec(iso ?? "")
  if (!found) return null
  const [year, month, date, hour, minute] = found.slice(1).map(part => part === undefined ? undefined : +part)
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay()
  return { year, month, date, weekday, minutes: hour === undefined ? undefined : hour * 60 + minute }
}

const named = (names, word, least = 3) => word.length < least ? -1 : names.findIndex(name => name.startsWith(word))
const monthOf = word => named(MONTHS, word === "sept" ? "sep" : word) + 1
const weekdayOf = word => ({ tues: 2, weds: 3, thur: 4, thurs: 4 })[word] ?? named(WEEKDAYS, word.replace(/s$/, ""))

/** Return whether a word names a day or month, and so is no misspelt word. */
const dated = word => monthOf(word) > 0 || weekdayOf(word) >= 0

// One to three digits at the end of a query, the first of them 2, are a year that is being typed: compare no year yet.
const full = year => year?.length === 4 && +year
const onDate = (year, month, date) => ({ when }) =>
  when && (!year || when.year === year) && when.month === month && (!date || when.date === date) ? 1 : 0
const onDay = number => ({ dayNumber }) => dayNumber === number ? 1 : 0

/** Return how well a talk fits a time: it begins then, is going on, or, for an hour without minutes, begins within it, which counts as `within`. */
const atTime = (minutes, span, within = 0.7) => ({ when, until }) => {
  if (when?.minutes === undefined) return 0
  const end = until && until.minutes + (until.date === when.date ? 0 : 24 * 60)  // after midnight
  const fits = at => when.minutes === at ? 1 : when.minutes < at && end > at || end > at + 24 * 60 ? 0.8 : when.minutes > at && when.minutes < at + span ? within : 0
  return Math.max(...minutes.map(fits))
}

/** Return the test for an hour, with the first digit of its minutes if there is one; a single `last` digit may be the first of an hour's two. */
const atHour = (hour, ten, last) => {
  const fits = atTime((+hour < 8 ? [+hour, +hour + 12] : [+hour]).map(each => each * 60 + (ten || 0) * 10), ten ? 10 : 60, ten ? 0.9 : 0.7)
  return +hour < 24 && +(ten || 0) < 6 && (page => fits(page) || (last && hour.length < 2 && Math.floor(page.when?.minutes / 600) === +hour ? 0.5 : 0))
}

// Each entry: a pattern, its test (none if the words name no time), and whether the words can name nothing else.
const PATTERNS = [
  [/\b(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?![\d-])/, (_, year, month, date) => onDate(+year, +month, date && +date), true],
  [/\b(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)\b/, (_, one, other, year) => {
    const full = +year < 100 ? 2000 + +year : +year
    return page => Math.max(onDate(full, +one, +other)(page), onDate(full, +other, +one)(page))
  }, true],
  [/\b(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ ]+([a-z]{3,9})\b(?:,?[ ]+(\d{4}\b|2\d{0,2}$))?/, (_, date, month, year) =>
    monthOf(month) && onDate(full(year), monthOf(month), +date)],
  [/\b([a-z]{3,9})[ ]+(\d{1,2})(?:st|nd|rd|th)?\b(?!:|\.\d|[ ]*[ap]\.?m)(?:,?[ ]+(\d{4}\b|2\d{0,2}$))?/, (_, month, date, year) =>
    monthOf(month) && onDate(full(year), monthOf(month), +date)],
  [/\bday[ -]?(\d{1,2}|one|two|three|four|five|six|seven)\b/, (_, day) => onDay(+day || NUMBERS.indexOf(day) + 1), true],
  [/\b(?:(\d)(?:st|nd|rd|th)|(first|second|third|fourth|fifth|sixth|seventh))[ ]+day\b/, (_, digit, word) => onDay(+digit || ORDINALS.indexOf(word) + 1), true],
  [/\b(?:on )?([a-z]{3,10})\b/g, (_, word) => weekdayOf(word) >= 0 && (({ when }) => when?.weekday === weekdayOf(word) ? 1 : 0)],
  [/\b(?:in )?([a-z]{3,9})\b/g, (_, word) => monthOf(word) && !["mar", "may"].includes(word) && onDate(undefined, monthOf(word))],
  // Beside a day, which is cut out by now, a number is an hour, or the day's date.
  [/(?<=\n[ ,]*)(?:at )?\b(\d{1,2})(?:h|\.(\d?)$)?(?![.:h]?\d|:|[ ]?[ap](?:\.?m|$))\b(?=[ ]*(.?))|^(?:at )?(\d{1,2})h?(?=[ ,]*\n)/, (_, hour, ten, next, before) => {
    const fits = atHour(hour ?? before, ten, next === "")
    return page => Math.max(fits ? fits(page) : 0, page.when?.date === +(hour ?? before) ? 1 : 0)
  }],
  [/\b(?:at )?(\d{1,2})(?:[:.h](\d\d))?[ ]?([ap])(?:\.?m\b\.?|$)/, (_, hour, minute, half) =>
    +hour <= 12 && atTime([(+hour % 12 + (half === "p" ? 12 : 0)) * 60 + +(minute ?? 0)], minute ? 1 : 60)],
  [/\b(?:at )?(\d{1,2})[:h](\d\d)\b/, (_, hour, minute) => {
    const at = +hour * 60 + +minute
    return +hour < 24 && +minute < 60 && atTime(+hour < 8 ? [at, at + 720] : [at], 1)
  }],
  [/\b(?:at )?(\d{1,2})[:h](\d?)$|\bat (\d{1,2})$/, (_, hour, ten, bare) => atHour(hour ?? bare, ten, bare)],
  [/\b(?:at )?(\d\d)\.(\d\d)\b(?![.\d])/, (_, hour, minute) => +hour < 24 && +minute < 60 && atTime([+hour * 60 + +minute], 1)],
  [/\b(?:at )?(noon|midday)\b/, () => atTime([720], 1)],
  [/\b(?:in the |this )?(morning|afternoon|evening)s?\b/, (_, half) => {
    const [from, to] = HALVES[half].map(hour => hour * 60)
    return ({ when }) => when?.minutes < to && (when.minutes > from || !from) ? 1 : 0  // 12 pm is noon
  }],
]

const EDGE = /\b(?:the )?(first|last) (?:talk|session)s?\b(?: (?:of|on|in)\b)?/

/** Return the test for a day's first or last talks. */
const atEdge = (edge, pages) => ({ when }) => when?.minutes === undefined || pages.some(({ when: other }) => other?.date === when.date &&
  other.month === when.month && other.year === when.year && (edge === "first" ? other.minutes < when.minutes : other.minutes > when.minutes)) ? 0 : 1

/** Return the tests for the times in a query, with their words, and the rest of the query. A time that no page has is missing. */
function times(query, pages) {
  const tests = []
  let rest = query.toLowerCase()
  for (const [pattern, test, sure] of PATTERNS)
    rest = rest.replace(pattern, (all, ...groups) => {
      const fits = test(all, ...groups)
      const missing = fits && !pages.some(page => fits(page))
      if (!fits || missing && !sure) return all
      // The beginning of a name may also begin another word: mon, monitor.
      tests.push({ fits, missing, words: all, short: /^[a-z]{3,5}$/.test(all) && ![...WEEKDAYS, ...MONTHS].includes(all) })
      return "\n"
    })
  const [edge, which] = EDGE.exec(rest) ?? []
  if (edge && (tests.length || rest.trim() === edge)) {
    tests.push({ fits: atEdge(which, pages), words: edge })
    rest = rest.replace(edge, " ")
  }
  return { tests, rest: tests.length ? rest : query }
}
