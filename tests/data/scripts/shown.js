// The addresses of the files that a page shows, runs and is styled by.
() => [location.href, ...document.querySelectorAll("[src], [data-src], link:is([rel=stylesheet], [rel=icon])")]
    .map(element => element.src || element.dataset?.src || element.href || element).map(address => new URL(address, location).href)
