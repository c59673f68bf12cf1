// Whether the bar of faults names a path, and stays below the page without covering its end.
path => {
  const bar = document.querySelector('#faults[role=alert]')
  if (!bar?.textContent.includes(path) || getComputedStyle(bar).position !== 'fixed') return false
  return parseFloat(getComputedStyle(document.body).paddingBottom) >= bar.offsetHeight
}
