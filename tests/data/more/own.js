document.body.classList.add('sparkle');  /* as written */ document$.subscribe(() => { window.themeWasThere = true })
