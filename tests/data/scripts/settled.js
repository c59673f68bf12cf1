// Whether the page is loaded, and its timers of some ms have run since the first call for a step: the theme's script follows the focus 1 ms late.
// Without a promise, which is lost where a page is left.
step => {
  const passed = window.passed ??= {}
  if (document.readyState === "complete" && !(step in passed)) {
    passed[step] = false
    setTimeout(() => passed[step] = true, 5)
  }
  return !!passed[step]
}
