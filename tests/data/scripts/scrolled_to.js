// Poll with evaluate: wait_for_function would load all of Playwright's script into each page first.
id => new Promise((shown, failed) => {
    const end = performance.now() + 30000;
    const look = () => {
        const { top, bottom } = document.getElementById(id).getBoundingClientRect();
        const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 1;
        if (bottom > 0 && (top < innerHeight / 4 || atEnd && top < innerHeight)) shown();
        else if (performance.now() < end) requestAnimationFrame(look);
        else failed(`not scrolled to #${id}`);
    };
    look();
})
