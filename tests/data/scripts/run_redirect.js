// Run the script of a redirect page as if the browser were at an address; return the address that it goes to.
([script, target, address]) => {
    let led
    const location = Object.assign(new URL(address), { replace: there => { led = String(there) } })
    new Function("location", "document", script)(location, { currentScript: { dataset: { target } } })
    return led
}
