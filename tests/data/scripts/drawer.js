// Whether the drawer is open; null while the page or the button says otherwise.
() => {
  const open = document.getElementById("__drawer").checked
  const covered = [...document.querySelectorAll(".skip, .md-header, .md-content, .md-footer")].every(element => element.inert === open)
  return covered && document.querySelector(".md-header button[for=__drawer]").ariaExpanded === String(open) ? open : null
}
