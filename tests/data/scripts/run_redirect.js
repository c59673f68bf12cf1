// Run the script of a redirect page as if the browser were at each address; return the addresses that it goes to.
([script, target, addresses]) => addresses.map(address => {
    let led
    const location = Object.assign(new URL(address), { replace: there => { led = String(there) } })
    new Function("location", "document", script)(location, { currentScript: { dataset: { target } } })
    return led
})
