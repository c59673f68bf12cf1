// Type a query, and go to the first result of the one before, ahead of the answer.
query => {
  const field = document.querySelector("[name=query]")
  field.value = query
  field.dispatchEvent(new Event("input"))
  document.querySelector(".md-search-result__link").focus()
}
