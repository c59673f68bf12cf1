window.inOrder = document.body.matches('.sparkle')
