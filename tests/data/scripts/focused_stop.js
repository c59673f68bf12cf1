// The number of the focused element, and whether its focus is visible; a switch shows it on its label.
() => {
  const stop = document.activeElement
  return [Number(stop.dataset.stop), getComputedStyle(stop.matches(".md-option") ? stop.nextElementSibling : stop).outlineStyle !== "none"]
}
