/*
 * What runs with every page: it starts the theme's script once the reader does something, puts the
 * site's search behind the theme's box, and gives the keyboard what the theme has for the mouse only.
 */
"use strict"

// The theme's script weighs more than all the rest of a page, and does nothing for somebody who only reads.
{
  const [script, ...others] = document.querySelectorAll("script[data-src]")
  const query = document.forms.search.query
  const signs = ["pointermove", "pointerdown", "touchstart", "click", "scroll", "focusin", "keydown"]

  const start = event => {
    // The theme's keys for the search: what is typed while its script is on the way is not lost.
    if (event?.type === "keydown" && event.target === document.body && "/sf".includes(event.key) && !(event.ctrlKey || event.metaKey || event.altKey)) {
      query.focus()
      if (document.activeElement === query) event.preventDefault()
    }
    if (script.src) return
    for (const each of [script, ...others]) {
      each.async = false  // in their order
      each.src = each.dataset.src
    }
  }
  script.addEventListener("load", () => {
    for (const sign of signs) removeEventListener(sign, start)
    // It waits for DOMContentLoaded, which has fired, and missed where the focus went. No key is sent again: WebKit acts
    // on it. Beside each link[rel=alternate] that it finds now, the feed's and the Markdown's, it would fetch a sitemap.xml.
    const alternates = document.querySelectorAll("link[rel=alternate]")
    for (const link of alternates) link.rel = ""
    document$.next(document)
    for (const link of alternates) link.rel = "alternate"
    const focused = document.activeElement
    focused.blur()
    focused.focus()
    // A bar with one button to copy is no landmark.
    for (const bar of document.querySelectorAll(".md-code__nav")) bar.role = "none"
  })
  for (const sign of signs) addEventListener(sign, start)
  // A search in the address.
  if (/[?&]q=/.test(location.search)) start()
}

// The theme loads an index and starts a worker with every page. Without a form named "search" it
// loads no index; its worker is ours, which loads index and engine by itself (search/worker.js).
{
  const RESULT = 3
  // How long, in ms, a reader pauses before a list goes that the last letters have made nothing of.
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

  const counted = ({ items, talks, more, begun }) => {
    if (begun) return "Type a third letter to search"
    if (more) return `More than ${items.length} talks and pages`
    const count = (number, name) => number ? [`${number} ${name}${number > 1 ? "s" : ""}`] : []
    return [...count(talks, "talk"), ...count(items.length - talks, "page")].join(" and ") || "Nothing found"
  }

  const { src } = document.currentScript
  const Start = Worker
  window.Worker = class extends EventTarget {
    worker = turned.then(() => {
      const worker = new Start(self.searchWorker ?? new URL("search/worker.js", src))
      let pause, shown
      const show = data => {
        const { type, data: found } = data
        if (type === RESULT) {
          box.toggleAttribute("data-empty", !found.items.length && !found.begun)
          // What has not changed need not be drawn again.
          const now = JSON.stringify(found)
          if (now === shown) return
          shown = now
        }
        this.dispatchEvent(new MessageEvent("message", { data }))
        // Told to a screen reader, too: the element has the role of a status.
        if (type === RESULT && input.value) box.querySelector(".md-search-result__meta").textContent = counted(found)
      }
      worker.addEventListener("message", ({ data }) => {
        clearTimeout(pause)
        if (data.data?.kept) pause = setTimeout(() => show({ type: RESULT, data: { items: [] } }), PAUSE)
        else show(data)
      })
      return worker
    })

    postMessage(message) {
      this.worker.then(worker => worker.postMessage(message))
    }
  }

  // A result leads to its passage, by a text fragment (https://wicg.github.io/scroll-to-text-fragment/).
  new MutationObserver(() => {
    for (const link of list.querySelectorAll("a:not([data-led])")) {
      link.dataset.led = ""
      const url = new URL(link.href)
      if (!url.searchParams.get("h")) url.searchParams.delete("h")
      link.href = url.href + (link.querySelector("[data-at]")?.dataset.at ?? "")
    }
  }).observe(list, { childList: true })

  // Back leads to the results: the address that is left keeps the query, which the theme's script opens again.
  const keep = query => {
    const url = new URL(location.href)
    if (query) url.searchParams.set("q", query)
    else url.searchParams.delete("q")
    history.replaceState(history.state, "", url)
  }
  toggle.addEventListener("change", () => toggle.checked || keep(""))
  document.addEventListener("click", event => {
    if (event.target.closest?.(".md-search-result__link") && !(event.ctrlKey || event.metaKey || event.shiftKey)) keep(input.value)
  })
  // A page that the browser has kept is as it was left, with the search closed; WebKit empties its fields afterwards.
  addEventListener("pageshow", ({ persisted }) => setTimeout(() => {
    const query = new URLSearchParams(location.search).get("q")
    if (!persisted || !query) return
    input.value = query
    if (!toggle.checked) toggle.click()
  }))

  // Told to a screen reader: how many results there are. Shown where there is none: where else to look.
  box.querySelector(".md-search-result__meta").setAttribute("role", "status")
  box.querySelector(".md-search-result").after(document.getElementById("search-help").content)

  // The theme's arrows walk its results only.
  box.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !box.hasAttribute("data-empty")) return
    const stops = [box.querySelector("input"), ...box.querySelectorAll(".search-help a")]
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus()
    event.preventDefault()
    event.stopPropagation()
  }, true)
}

// A page that was opened from a result marks its words, and leads to the lines that have most of them.
{
  const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’.+-][\p{L}\p{M}\p{N}_]+)*/gu
  const wanted = new Set(new URLSearchParams(location.search).get("h")?.toLowerCase().match(WORD))
  const article = document.querySelector("article")
  if (wanted.size && article) {
    const texts = []
    const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest("script, style, .headerlink, nav")) texts.push(walk.currentNode)
    const passages = new Map()
    for (const text of texts) {
      const found = [...text.data.matchAll(WORD)].filter(([word]) => wanted.has(word.toLowerCase()))
      for (const { 0: word, index } of found.reverse()) {
        const mark = document.createElement("mark")
        const part = text.splitText(index)
        part.splitText(word.length)
        part.replaceWith(mark)
        mark.append(part)
        const passage = mark.closest("li, p, pre, td, th, dt, dd, h1, h2, h3, h4, h5, h6") ?? mark
        passages.set(passage, (passages.get(passage) ?? new Set()).add(word.toLowerCase()))
      }
    }
    let best, most = 0
    for (const [passage, { size }] of passages) if (size > most) [best, most] = [passage, size]
    if (best) addEventListener("load", () => {
      const mark = best.querySelector("mark") ?? best
      const { top, bottom } = mark.getBoundingClientRect()
      // The browser may have led there already, by the text fragment; the header covers the top.
      if (top < 100 || bottom > innerHeight) mark.scrollIntoView({ block: "center" })
      // The focus makes a screen reader read the passage out, and Tab go on from there.
      best.tabIndex = -1
      best.focus({ preventScroll: true })
    })
  }
}

// The theme's labels are for the mouse. As buttons they are for the keyboard, too, and say what they do.
{
  const drawer = document.getElementById("__drawer")
  const search = document.getElementById("__search")
  const query = document.querySelector("[data-md-component=search-query]")
  drawer.autocomplete = search.autocomplete = "off"

  // Each button, and the switch that it turns.
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

  // Each opens a panel over the one that it stands in; the panel's title leads back.
  for (const toggle of document.querySelectorAll(".md-nav__toggle")) {
    const [label, title] = toggle.parentElement.querySelectorAll(`[for="${toggle.id}"]`)
    if (!title) continue
    const text = title.textContent.trim()
    // That of a page's own contents shows the page's title, which its name has to begin with.
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

  // What follows from the switches: what the buttons say; that the open drawer covers the page, which is out of reach then;
  // and that a closed search is no stop where only its button shows, though the theme's keys still lead into it.
  const narrow = matchMedia("(max-width: 76.2344em)")
  const small = matchMedia("(max-width: 59.9844em)")
  const update = () => {
    for (const [button, toggle] of buttons) button.ariaExpanded = toggle.checked
    for (const element of document.querySelectorAll(".skip, .md-header, .md-content, .md-footer")) element.inert = drawer.checked && narrow.matches
    query.tabIndex = small.matches && !search.checked ? -1 : 0
  }
  for (const toggle of new Set([...buttons.values(), narrow, small])) toggle.addEventListener("change", update)
  // Back at a page, browsers set the switches without an event; WebKit after this one.
  addEventListener("pageshow", () => setTimeout(update))
  update()

  // The theme listens for keys; words come from the clipboard, by voice and from a choice of characters, too.
  query.addEventListener("input", () => query.dispatchEvent(new Event("keyup")))

  // Tab closes the search. The theme's script takes the focus away as well, and WebKit then begins again at the top of the page.
  query.addEventListener("keydown", event => {
    if (event.key !== "Tab") return
    if (search.checked) search.click()
    event.stopPropagation()
  })

  // The focus goes into the drawer, and back to its button.
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

  // The theme's keys follow `link[rel=next]`, which Firefox fetches with every page; these, the links that readers see.
  addEventListener("keydown", event => {
    const way = { n: "next", ".": "next", p: "prev", ",": "prev" }[event.key]
    if (!way || event.ctrlKey || event.metaKey || event.altKey || search.checked || event.target.matches(":read-write")) return
    document.querySelector(`.md-footer__link--${way}`)?.click()
  })

  // The focus goes in, which the theme's script sees to when it is there; and back to where it came from, or along to
  // where the reader is.
  search.addEventListener("change", () => {
    if (search.checked) query.focus()
    else if (opensSearch.parentElement.contains(document.activeElement)) opensSearch.focus()
  })
  document.querySelector(".md-top")?.addEventListener("click", () => document.getElementById("content").focus({ preventScroll: true }))

  // Code is a stop just where it scrolls: the page takes whatever may scroll for one, the theme only what a pointer hovers over.
  const fit = changes => {
    for (const { target } of changes) {
      const scrolls = target.scrollWidth > target.clientWidth
      if (scrolls !== target.hasAttribute("tabindex")) scrolls ? target.tabIndex = 0 : target.removeAttribute("tabindex")
    }
  }
  const resized = new ResizeObserver(fit)
  const changed = new MutationObserver(fit)
  for (const code of document.querySelectorAll(".md-content pre > code")) {
    resized.observe(code)
    changed.observe(code, { attributeFilter: ["tabindex"] })
  }
}
