// Icons drawn as a mask over a background, which forced colours would remove: each must stand out from its background.
() => [...document.querySelectorAll("body *")].flatMap(element => ["::before", "::after"].map(pseudo => {
  const style = getComputedStyle(element, pseudo)
  if (style.content === "none" || style.maskImage === "none" || !element.checkVisibility({ visibilityProperty: true })) return ""
  const behind = getComputedStyle(document.body).backgroundColor
  return [behind, "rgba(0, 0, 0, 0)"].includes(style.backgroundColor) ? `no icon in forced colours: ${element.className}${pseudo}` : ""
})).filter(Boolean)
