// The width to which the page scrolls sideways, if it does for so many milliseconds, in which the theme's script lays it out.
async patience => {
  const { documentElement: root } = document, end = performance.now() + (patience ?? 5000)  // Playwright gives null
  while (root.scrollWidth > innerWidth && performance.now() < end) await new Promise(done => setTimeout(done, 50))
  return root.scrollWidth > innerWidth ? [`scrolls sideways: ${root.scrollWidth} px in ${innerWidth} px`] : []
}
