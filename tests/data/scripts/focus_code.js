// Give the focus to code that scrolls; return whether there is other code, which is no tab stop.
scrolling => {
  document.querySelector(scrolling).focus()
  return !!document.querySelector("pre > code:not([tabindex])")
}
