// Number the tab stops in the order of the page; radio buttons of one name are one stop.
() => {
  const stops = [...document.querySelectorAll("a[href], button, input, [tabindex='0']")].filter(stop => stop.tabIndex >= 0
    && (stop.matches(".skip, .md-option") || stop.checkVisibility({ visibilityProperty: true, opacityProperty: true })))
  const names = stops.map(stop => stop.type === "radio" ? stop.name : stop)
  stops.forEach((stop, at) => { stop.dataset.stop = new Set(names.slice(0, names.indexOf(names[at]))).size })
  return stops[0].className
}
