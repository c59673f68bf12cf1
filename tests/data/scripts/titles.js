async () => {
  const { base } = JSON.parse(document.getElementById("__config").textContent)
  const index = await fetch(new URL("search/search_index.json", new URL(`${base}/`, location)))
  return (await index.json()).docs.map(entry => entry.title).join(" ")
}
