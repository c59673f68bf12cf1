// As if the page came back from the page cache.
() => new Promise(done => {
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))
  setTimeout(done, 20)
})
