// The addresses on a host of the files that a page shows, runs and is styled by.
host => [location.href, ...document.querySelectorAll("[src], [data-src], link:is([rel=stylesheet], [rel=icon])")]
    .map(element => new URL(element.src || element.dataset?.src || element.href || element, location).href).filter(address => address.startsWith(host))
