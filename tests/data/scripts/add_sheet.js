// Add the sheets that the site's own is made from, switched off; once.
() => !!document.querySelector("link[href='/whole.css']") || new Promise((loaded, failed) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/whole.css" })
  link.onload = () => { link.sheet.disabled = true; loaded() }
  link.onerror = () => failed(`${link.href} is missing`)
  document.head.append(link)
})
