"""A window with one WebKit page for WebKitWebDriver to drive; the system's Python runs it, which has the bindings.

WebKit's own MiniBrowser is never as narrow as a phone, and writes no console messages while it is driven.
"""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

if __name__ == "__main__":
    Gtk.Settings.get_default().props.gtk_enable_animations = False  # prefers-reduced-motion
    context = WebKit2.WebContext()  # an ephemeral session writes no console messages
    context.set_automation_allowed(True)
    window = Gtk.Window()

    def show(context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        settings = WebKit2.Settings(enable_page_cache=True, enable_write_console_messages_to_stdout=True)
        view = WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)
        window.add(view)
        window.show_all()
        window.get_window().focus(0)  # there is no window manager to do it
        session.connect("create-web-view", lambda _: view)

    context.connect("automation-started", show)
    window.connect("destroy", Gtk.main_quit)
    Gtk.main()
