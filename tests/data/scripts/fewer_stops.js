// Of tab stops that look alike, leave the first two and the last.
() => {
  const stops = [...document.querySelectorAll("a[href], button, input, [tabindex]")].filter(stop => stop.tabIndex >= 0)
  const kind = stop => [stop, stop.parentElement, stop.parentElement.parentElement].map(({ tagName, className }) => `${tagName}.${className}`).join()
  for (const alike of Object.values(Object.groupBy(stops, kind))) for (const stop of alike.slice(2, -1)) stop.tabIndex = -1
  return stops.length
}
