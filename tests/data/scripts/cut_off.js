// The texts of the elements that are cut off, and of times in two lines.
parts => parts.filter(part => part.scrollWidth > part.clientWidth
  || part.matches(".agenda__time") && part.firstChild.getClientRects().length > 1).map(part => part.textContent)
