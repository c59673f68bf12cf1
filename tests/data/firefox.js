// The profile of the Firefox that tests drive; Firefox chooses the port, and writes it to MarionetteActivePort.
user_pref("marionette.port", 0);
user_pref("ui.prefersReducedMotion", 1);
// Marionette adds an unload listener with each script, which keeps pages out of the page cache.
user_pref("docshell.shistory.bfcache.allow_unload_listeners", true);
// No experiments, no telemetry.
user_pref("app.normandy.enabled", false);
user_pref("nimbus.rollouts.enabled", false);
// Start no process and page that no test needs.
user_pref("browser.startup.page", 0);
user_pref("browser.newtab.preload", false);
user_pref("dom.ipc.processPrelaunch.enabled", false);
user_pref("extensions.webextensions.remote", false);
user_pref("fission.autostart", false);
