// Count unanswered queries, so that a test knows how long to wait; and record when the search keeps a list that the last
// letters do not match (it disappears when the reader pauses).
{
  window.unanswered = 0
  window.Worker = class extends Worker {
    constructor(url) {
      super(url)
      this.addEventListener("message", ({ data }) => {
        if (data.type === 1) window.answered = performance.now()
        if (data.type === 3) {
          window.unanswered--
          window.settled = performance.now() + (data.data.kept ? 750 : 0)
        }
      })
    }
    postMessage(message) {
      if (message.type === 2) window.unanswered++
      super.postMessage(message)
    }
  }
}
