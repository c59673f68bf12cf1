/* Runs with the page for a missing address: searches for the words of that address. */
"use strict"

{
  const base = new URL("..", document.currentScript.src).pathname
  let path = location.pathname
  if (path.startsWith(base)) path = path.slice(base.length)
  try {
    path = decodeURIComponent(path)
  } catch { /* not UTF-8: leave it encoded */ }
  const post = /^\/?posts?(\/|\.|$)/i
  const words = path.replace(post, "").replace(/(index)?\.\w+$/, "").match(/[\p{L}\p{N}]+/gu) ?? []
  document.getElementById("search-form").value = words.join(" ")
  document.getElementById("old-post").hidden = !post.test(path)
}
