// Remove all rules of some classes from the page's stylesheet; return how many for each.
names => names.map(name => {
  const its = new RegExp(`\\.${name}(?![\\w-])`)
  let lost = 0
  const strip = group => { for (let at = group.cssRules.length - 1; at >= 0; at--) {
    const rule = group.cssRules[at]
    if (its.test(rule.selectorText ?? "")) { group.deleteRule(at); lost++ } else if (rule.cssRules?.length) strip(rule)
  } }
  strip(document.styleSheets[0])
  return lost
})
