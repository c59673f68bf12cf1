/*
 * Runs with every page: loads the theme's script on the reader's first input, puts the site's search behind the
 * theme's box, and makes reachable by keyboard what the theme offers to the mouse only.
 */
"use strict"

// The theme's script is larger than the rest of a page, and readers who only read do not need it.
{
  let [script, ...others] = document.querySelectorAll("script[data-src]")
  const query = document.forms.search.query
  const signs = ["pointermove", "pointerdown", "touchstart", "click", "scroll", "focusin", "keydown"]

  const start = event => {
    // Handle the theme's keys for the search here, so that nothing typed while its script loads is lost.
    if (event?.type === "keydown" && event.target === document.body && "/sf".includes(event.key) && !(event.ctrlKey || event.metaKey || event.altKey)) {
      query.focus()
      if (document.activeElement === query) event.preventDefault()
    }
    script.src ||= script.dataset.src
  }
  const loaded = () => {
    for (const sign of signs) removeEventListener(sign, start)
    for (const each of others) {
      each.async = false  // keep their order
      each.src = each.dataset.src
    }
    // The theme's script waits for DOMContentLoaded, which has fired, and missed the focus: replay both, but no key, on
    // which WebKit would act. It fetches a sitemap.xml beside each link[rel=alternate]: hide those of feed and Markdown
    // from it.
    const alternates = document.querySelectorAll("link[rel=alternate]")
    for (const link of alternates) link.rel = ""
    document$.next(document)
    for (const link of alternates) link.rel = "alternate"
    const focused = document.activeElement
    focused.blur()
    focused.focus({ preventScroll: true })  // the reader may be elsewhere
    // A bar with one copy button is not a landmark.
    for (const bar of document.querySelectorAll(".md-code__nav")) bar.role = "none"
    // A tooltip of the theme takes the title away from what has the focus, and with it the name of a link or button without words.
    for (const each of document.querySelectorAll("a[title], button[title]"))
      if (!/[\p{L}\p{N}]/u.test([each.textContent, each.querySelector("img")?.alt])) each.ariaLabel ??= each.title
  }
  let tries = 1, waiting
  // A script element loads only once, so put a new one in its place.
  const again = () => {
    clearTimeout(waiting)
    tries++
    const failed = script
    script = document.createElement("script")
    script.src = failed.src
    watch()
    failed.replaceWith(script)
  }
  const watch = () => {
    script.onload = loaded
    // Without network, try again.
    script.onerror = () => {
      dispatchEvent(new Event("search-failed"))
      waiting = setTimeout(again, 2000)
    }
  }
  watch()
  // Firefox runs a script that comes as its page enters the page cache, where it fails without an event: run it again.
  // While the newest is still to come, it would run twice.
  addEventListener("pageshow", ({ persisted }) => setTimeout(() => {
    const come = performance.getEntriesByName(script.src)
    if (persisted && !window.document$ && come.length >= tries && come.at(-1).decodedBodySize) again()
  }))
  for (const sign of signs) addEventListener(sign, start)
  // A query in the address opens the search at once.
  if (/[?&]q=/.test(location.search)) start()
}

// With every page, the theme loads an index and starts a worker. It loads no index if there is no form named "search";
// its worker is ours, which loads index and engine itself (search/worker.js). The theme would draw every result again at each
// letter; here, those that stay the same stay in the list.
{
  const READY = 1, RESULT = 3, REST = "rest", FAILED = "failed"
  // When the last letters match nothing, the list disappears after this pause, in ms.
  const PAUSE = 700
  const box = document.querySelector("[data-md-component=search]")
  const list = box.querySelector(".md-search-result__list")
  const toggle = document.getElementById("__search")
  const input = document.forms.search.query
  document.forms.search.removeAttribute("name")

  const turned = new Promise(resolve => {
    const about = [box, ...document.querySelectorAll("[for=__search]")]
    for (const element of about) for (const type of ["pointerenter", "focusin", "click"]) element.addEventListener(type, resolve, { once: true })
    if (new URLSearchParams(location.search).has("q")) resolve()
  })

  const counted = ({ count: all, talks, more, begun }) => {
    if (begun) return "Type a third letter to search"
    if (more) return `More than ${all} talks and pages`
    const count = (number, name) => number ? [`${number} ${name}${number > 1 ? "s" : ""}`] : []
    return [...count(talks, "talk"), ...count(all - talks, "page")].join(" and ") || "Nothing found"
  }

  const { src } = document.currentScript
  const base = new URL("..", src).href.replaceAll("&", "&amp;")
  let drawn = []
  // After Back, the list returns to its place.
  const scroller = list.closest(".md-search__scrollwrap")
  let place = history.state?.place ?? 0
  input.addEventListener("input", () => place = 0)
  // Draw results from a place in the list on. The focus stays at its place. Return whether any differs from the one there before.
  const draw = (items, from = 0) => {
    const all = [...drawn.slice(0, from), ...items]
    const changed = all.some((html, at) => html !== drawn[at])
    const focused = [...list.children].findIndex(item => item.contains(document.activeElement))
    if (changed && !from) scroller.scrollTop = 0
    while (list.childElementCount > all.length) list.lastChild.remove()
    for (const [at, html] of all.entries()) {
      if (html === drawn[at]) continue
      const item = list.children[at] ?? list.appendChild(document.createElement("li"))
      item.className = "md-search-result__item"
      item.innerHTML = html.replace('href="', `$&${base}`)
    }
    drawn = all
    if (scroller.scrollTop < place) scroller.scrollTop = place
    if (scroller.scrollTop >= place - 1) place = 0
    if (focused >= 0 && !list.contains(document.activeElement)) (list.children[focused]?.firstChild ?? input).focus()
    return changed
  }

  const status = box.querySelector(".md-search-result__meta")
  const say = (text, again) => {
    // Screen readers read the same words again if they are set again.
    if (again || status.textContent !== text) status.textContent = text
  }
  const nothing = document.getElementById("search-help").content.querySelector("p")
  const [empty, failed, sorry] = [nothing.textContent, nothing.dataset.failed, "The search could not load"]
  // Show the failure when it begins, or when the reader comes to the field; a retry leaves a closed search closed.
  const open = () => {
    if (box.matches("[data-failed]") && document.activeElement === input && !toggle.checked) toggle.click()
  }
  input.addEventListener("focus", open)
  const setFailed = now => {
    const changed = box.hasAttribute("data-failed") !== now
    box.toggleAttribute("data-failed", now)
    nothing.textContent = now ? failed : empty
    if (now) say(sorry)
    if (changed) open()
  }
  addEventListener("search-failed", () => setFailed(true))

  const Start = Worker
  window.Worker = class extends EventTarget {
    worker = turned.then(() => this.begin())

    begin() {
      const worker = new Start(self.searchWorker ?? new URL("search/worker.js", src))
      const show = found => {
        const typed = input.value !== ""
        box.toggleAttribute("data-empty", typed && !found.count && !found.begun)
        const changed = draw(typed ? found.items : [])
        // Screen readers announce it: the element has the role `status`. Of an empty field the theme writes how to begin.
        if (typed) say(counted(found), changed)
        else this.dispatchEvent(new MessageEvent("message", { data: { type: RESULT, data: { items: [] } } }))
      }
      const wait = begun => this.pause = setTimeout(() => {
        // The reader may be going through the list.
        if (list.contains(document.activeElement)) wait(begun)
        else show({ items: [], count: 0, talks: 0, begun })
      }, PAUSE)
      // The worker's script did not load; where its index does not, the worker itself tries again.
      const again = () => {
        setFailed(true)
        setTimeout(() => this.worker = Promise.resolve(this.begin()), 2000)
      }
      worker.addEventListener("error", again, { once: true })
      worker.addEventListener("message", ({ data }) => {
        worker.removeEventListener("error", again)
        const { type, data: found, from } = data
        if (type === FAILED || type === READY) setFailed(type === FAILED)
        if (type === READY) this.dispatchEvent(new MessageEvent("message", { data }))
        // The list may have been emptied since.
        if (type === REST && drawn.length >= from) draw(found, from)
        if (type !== RESULT) return
        clearTimeout(this.pause)
        if (found.kept) wait(found.begun)
        else show(found)
      })
      return worker
    }

    postMessage(message) {
      clearTimeout(this.pause)  // the reader types, though the answer may be late
      const at = performance.now()
      this.worker.then(worker => worker.postMessage({ ...message, at }))
    }
  }

  // Back returns to the results: keep the query in the address, so that the theme's script opens it again.
  const withQuery = query => {
    const url = new URL(location.href)
    if (query) url.searchParams.set("q", query)
    else url.searchParams.delete("q")
    return url
  }
  const keep = query => history.replaceState({ ...history.state, place: scroller.scrollTop }, "", withQuery(query))
  toggle.addEventListener("change", () => toggle.checked || keep(""))
  document.addEventListener("click", event => {
    if (event.target.closest?.(".md-search-result__link")) keep(input.value)
  })
  // The theme closes the search also if the link opens in another tab.
  scroller.addEventListener("click", event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) event.stopPropagation()
  })
  // The theme copies the address that was right before the last letter.
  const share = box.querySelector("[data-clipboard]")
  share?.addEventListener("click", () => share.dataset.clipboardText = withQuery(input.value))
  // A page from the page cache comes back with the search closed; WebKit then also empties its fields.
  addEventListener("pageshow", ({ persisted }) => setTimeout(() => {
    const query = new URLSearchParams(location.search).get("q")
    if (!persisted) return
    place = history.state?.place ?? 0
    if (query) input.value = query
    input.dispatchEvent(new Event("keyup"))
    if (query && !toggle.checked) toggle.click()
  }))

  // Screen readers announce the number of results. Without a result, show where else to look.
  status.setAttribute("role", "status")
  box.querySelector(".md-search-result").after(document.getElementById("search-help").content)

  // The theme's arrow keys reach its results only.
  box.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !box.matches("[data-empty], [data-failed]")) return
    const stops = [box.querySelector("input"), ...box.querySelectorAll(".search-help a")]
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus()
    event.preventDefault()
    event.stopPropagation()
  }, true)
}

// A page opened from a result marks the words found, and scrolls to the lines with most of them.
{
  const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’.+-][\p{L}\p{M}\p{N}_]+)*/gu
  const HEADINGS = "h1, h2, h3, h4, h5, h6"
  const wanted = new Set(new URLSearchParams(location.search).get("h")?.toLowerCase().match(WORD))
  const article = document.querySelector("article")
  if (wanted.size && article) {
    // A word may be split over elements, as in highlighted code: join the texts of each passage.
    const passages = new Map()
    // If the address names a section, go only to what is in it.
    const [named] = location.hash.slice(1).split(":~:")  // browsers without text fragments leave them in it
    const near = new Set()
    let section = ""
    const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
      const { parentElement } = walk.currentNode
      if (parentElement.closest("script, style, .headerlink, .footnote-ref, nav") || !parentElement.checkVisibility()) continue
      const passage = parentElement.closest("pre > code > span, li, p, td, th, dt, dd, pre, " + HEADINGS) ?? parentElement
      passages.set(passage, [...passages.get(passage) ?? [], walk.currentNode])
      if (passage.matches(HEADINGS)) section = new URL(`#${passage.id}`, location).hash.slice(1)
      if (!named || section === named) near.add(passage)
    }
    for (const [passage, texts] of passages) {
      const found = [...texts.map(({ data }) => data).join("").matchAll(WORD)].filter(([word]) => wanted.has(word.toLowerCase()))
      if (!found.length) passages.delete(passage)
      else passages.set(passage, new Set(found.map(([word]) => word.toLowerCase())))
      for (const { 0: word, index } of found.reverse()) {
        let from = 0
        for (const text of [...texts]) {
          const start = Math.max(index - from, 0), end = Math.min(index + word.length - from, text.length)
          from += text.length
          if (start >= end) continue
          const part = text.splitText(start)
          part.splitText(end - start)
          const mark = document.createElement("mark")
          part.replaceWith(mark)
          mark.append(part)
        }
      }
    }
    // A heading, which stands above the passage, only where nothing else has a word.
    const rank = ([passage, { size }]) => size - (passage.matches(HEADINGS) ? 100 : 0)
    const [best] = [...passages].filter(([passage]) => near.has(passage)).sort((one, other) => rank(other) - rank(one))[0] ?? []
    if (best) {
      // The browser may have scrolled there already, by the text fragment, or the reader elsewhere.
      const mark = best.querySelector("mark")
      if (!scrollY && mark.getBoundingClientRect().bottom > innerHeight) mark.scrollIntoView({ block: "center" })
      // With the focus, a screen reader reads the passage, and Tab continues from there.
      best.tabIndex = -1
      best.focus({ preventScroll: true })
    }
    // Once is enough: reload and Back return to where the reader was, and a link to a heading is one to it.
    const url = new URL(location.href)
    url.searchParams.delete("h")
    history.replaceState(history.state, "", url)
  }
}

// The theme's labels work with a mouse only. Replace them with buttons, which have names and work by keyboard.
{
  const drawer = document.getElementById("__drawer")
  const search = document.getElementById("__search")
  const query = document.querySelector("[data-md-component=search-query]")
  drawer.autocomplete = search.autocomplete = "off"

  // Each button, and the checkbox that it toggles.
  const buttons = new Map()
  const asButton = (label, toggle, name) => {
    const button = document.createElement("button")
    for (const attribute of label.attributes) button.setAttribute(attribute.name, attribute.value)
    button.type = "button"
    button.ariaLabel = name
    button.append(...label.childNodes)
    button.addEventListener("click", () => toggle.click())
    buttons.set(button, toggle)
    label.replaceWith(button)
    return button
  }

  const opensDrawer = asButton(document.querySelector(".md-header [for=__drawer]"), drawer, "Navigation")
  const opensSearch = asButton(document.querySelector(".md-header [for=__search]"), search, "Search")

  // Each label opens a panel over its own; the title of that panel leads back.
  for (const toggle of document.querySelectorAll(".md-nav__toggle")) {
    const [label, title] = toggle.parentElement.querySelectorAll(`[for="${toggle.id}"]`)
    if (!title) continue
    const text = title.textContent.trim()
    // The label of a page's own contents shows the page's title, which the button's name must begin with.
    const shown = label.textContent.trim()
    const opens = asButton(label, toggle, shown ? `${shown}: ${text}` : `Pages of ${text}`)
    const leads = asButton(title, toggle, `Back from ${text}`)
    toggle.addEventListener("change", () => (toggle.checked ? leads : opens).focus())
    const panel = leads.parentElement
    panel.ariaLabel = text
    for (const attribute of ["aria-labelledby", "aria-expanded"]) panel.removeAttribute(attribute)
  }

  const colours = document.querySelector("[data-md-component=palette]")
  if (colours) {
    const choice = document.createElement("div")
    choice.role = "radiogroup"
    choice.ariaLabel = "Colours"
    choice.append(...colours.childNodes)
    colours.append(choice)
  }

  // Derive the page's state from the checkboxes: each button's aria-expanded; nothing under the open drawer is
  // reachable; a closed search is no tab stop if only its button shows, though the theme's keys still focus it.
  const narrow = matchMedia("(max-width: 76.2344em)")
  const small = matchMedia("(max-width: 59.9844em)")
  const update = () => {
    for (const [button, toggle] of buttons) button.ariaExpanded = toggle.checked
    for (const element of document.querySelectorAll(".skip, .md-header, .md-content, .md-footer")) element.inert = drawer.checked && narrow.matches
    query.tabIndex = small.matches && !search.checked ? -1 : 0
  }
  for (const toggle of new Set([...buttons.values(), narrow, small])) toggle.addEventListener("change", update)
  // Going back to a page restores its checkboxes without an event, except that WebKit resets them some time after pageshow: reset them at once.
  addEventListener("pageshow", ({ persisted }) => {
    for (const toggle of buttons.values()) if (persisted && toggle !== search) toggle.checked = toggle.defaultChecked
    setTimeout(update)
  })
  update()

  // The theme listens to keys only; text also comes from the clipboard, by voice and from a character picker, and
  // goes by the button in the field.
  const changed = () => query.dispatchEvent(new Event("keyup"))
  query.addEventListener("input", changed)
  query.form.addEventListener("reset", () => setTimeout(changed))  // once it is empty

  // The stop from which a key led into the search.
  let before = null
  query.addEventListener("focus", ({ relatedTarget }) => search.checked || (before = relatedTarget))

  // Tab closes the search. The theme's handler would also blur it, and WebKit would then start again at the top of the
  // page.
  query.addEventListener("keydown", event => {
    if (event.key !== "Tab") return
    before = null
    if (search.checked) search.click()
    event.stopPropagation()
  })

  // Move the focus into the open drawer, and back to its button.
  drawer.addEventListener("change", () => {
    const stops = [...document.querySelectorAll(".md-nav--primary :is(a, button)")]
    const into = drawer.checked && narrow.matches ? stops.find(stop => stop.checkVisibility({ visibilityProperty: true })) : opensDrawer
    into.focus()
  })
  addEventListener("keydown", event => {
    if (event.key !== "Escape") return
    if (drawer.checked) drawer.click()
    for (const tooltip of document.querySelectorAll(".md-tooltip2--active")) tooltip.classList.remove("md-tooltip2--active")
  })

  // Without link[rel=next], which Firefox would prefetch, the theme's keys do nothing: follow the links in the footer.
  addEventListener("keydown", event => {
    const way = { n: "next", ".": "next", p: "prev", ",": "prev" }[event.key]
    if (!way || event.ctrlKey || event.metaKey || event.altKey || search.checked || event.target.matches(":read-write")) return
    document.querySelector(`.md-footer__link--${way}`)?.click()
  })

  // Move the focus into the search, also before the theme's script has loaded; and back, or to its button, unless it
  // has moved on.
  search.addEventListener("change", () => {
    if (search.checked) return query.focus()
    if (opensSearch.parentElement.contains(document.activeElement)) (before ?? opensSearch).focus({ preventScroll: true })
    before = null
  })
  document.querySelector(".md-top")?.addEventListener("click", () => document.getElementById("content").focus({ preventScroll: true }))

  // Code is a tab stop only if it scrolls. The build marks all code that may scroll, the theme only code under the
  // pointer.
  const fit = changes => {
    for (const { target } of changes) {
      const scrolls = target.scrollWidth > target.clientWidth
      if (scrolls !== target.hasAttribute("tabindex")) scrolls ? target.tabIndex = 0 : target.removeAttribute("tabindex")
    }
  }
  const resized = new ResizeObserver(fit)
  const retagged = new MutationObserver(fit)
  for (const code of document.querySelectorAll(".md-content pre > code")) {
    resized.observe(code)
    retagged.observe(code, { attributeFilter: ["tabindex"] })
  }
}

// The theme shows the colours that are chosen, but checks no option: Shift+Tab would lead to the last, which is hidden. This
// comes last, since reading the choice fails where the browser keeps no data.
{
  const options = [...document.querySelectorAll("[data-md-component=palette] input")]
  const index = __md_get("__palette")?.index ?? options.findIndex(({ dataset }) => matchMedia(dataset.mdColorMedia).matches)
  if (options.length) options[Math.max(0, Math.min(index, options.length - 1))].checked = true
}
