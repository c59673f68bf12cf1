() => [...document.querySelectorAll("article *")]
  .filter(element => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible"
    || element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(element => `${element.tagName} ${element.textContent.trim().slice(0, 30)}`)
