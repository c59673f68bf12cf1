href => new Promise((loaded, failed) => {
  const link = document.createElement("link")
  link.rel = "stylesheet"
  link.href = href
  link.onload = () => { link.sheet.disabled = true; loaded() }
  link.onerror = () => failed(`${href} is missing`)
  document.head.append(link)
})
