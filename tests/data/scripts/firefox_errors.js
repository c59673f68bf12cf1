// Record errors of scripts and policies, and what pages log, from now on. All with NS_ERROR_FAILURE are left out: Firefox logs it of a script
// that comes as its page is left, and no page is known to the message then.
const storage = Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage)
const found = [
  ...Services.console.getMessageArray().filter(message => message instanceof Ci.nsIScriptError
    && !(message.flags & Ci.nsIScriptError.warningFlag) && /^https?:/.test(message.sourceName)).map(({ errorMessage }) => errorMessage)
    .filter(text => !text.includes("NS_ERROR_FAILURE")),
  ...storage.getEvents().filter(({ level, filename }) => level === "error" && /^https?:/.test(filename)).map(event => event.arguments.join(" ")),
]
Services.console.reset()
storage.clearEvents()
return found
