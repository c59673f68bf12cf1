// The widths of the signs of an element.
code => {
    const range = document.createRange();
    const lines = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const widths = new Set();
    while (lines.nextNode())
        for (let at = 0; at < lines.currentNode.length; at++) {
            range.setStart(lines.currentNode, at);
            range.setEnd(lines.currentNode, at + 1);
            if (range.toString() != "\n") widths.add(range.getBoundingClientRect().width);
        }
    return [...widths];
}
