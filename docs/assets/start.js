/*
 * Puts the site's search behind the theme's box, and starts it when the reader turns to it.
 *
 * The theme loads an index and starts a worker with every page. Without a form named "search"
 * it loads no index; its worker is ours, which loads index and engine by itself (worker.js).
 */
"use strict"
{
  const RESULT = 3
  const box = document.querySelector("[data-md-component=search]")
  const marks = new URLSearchParams(location.search).has("h")
  // The theme marks what was searched for in a page that was opened from a result; that takes its index.
  if (!marks) document.forms.search.removeAttribute("name")

  const turned = new Promise(resolve => {
    const about = [box, ...document.querySelectorAll("[for=__search]")]
    for (const element of about) for (const type of ["pointerenter", "focusin", "click"]) element.addEventListener(type, resolve, { once: true })
    if (new URLSearchParams(location.search).has("q")) resolve()
  })

  const { src } = document.currentScript
  const Start = Worker
  window.Worker = class extends EventTarget {
    worker = turned.then(() => {
      const worker = new Start(new URL("worker.js", src))
      worker.addEventListener("message", ({ data }) => {
        if (data.type === RESULT) box.toggleAttribute("data-empty", !data.data.items.length)
        this.dispatchEvent(new MessageEvent("message", { data }))
      })
      return worker
    })

    postMessage(message) {
      this.worker.then(worker => worker.postMessage(message))
    }
  }

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
