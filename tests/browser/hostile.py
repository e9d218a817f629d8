"""A Chromium that tells what ran in it, what its policy stopped, and what in a page could run."""

from collections.abc import Mapping
from itertools import batched
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PATIENCE

# In every frame, before anything of its page: what a payload calls is told instead of done.
LISTEN = """
for (const name of ["alert", "confirm", "prompt", "print"]) {
  window[name] = () => { window.tellTest("ran", `${name} on ${window.name || document.URL}`); };
}
document.addEventListener("securitypolicyviolation", (event) => {
  window.tellTest("stopped", `${event.effectiveDirective} ${event.blockedURI} ${event.sample} on ${document.URL}`);
});
"""
# What our markup never has: handlers, inline scripts and styles, frames, addresses that are code, files of others. The
# admin's scripts hide and show elements, and its words for scripts come from an address of its own.
LOOK = r"""(page) => {
  const suspects = [];
  const isCode = (text) => /^(javascript|vbscript|data):/i.test(text.replace(/[\s\x00-\x1f]/g, ""));
  const isShown = (text) => /^\s*(display:\s*\w*;?)?\s*$/.test(text);
  const origin = new URL(page.baseURI).origin;
  const isOurs = (address) => address.startsWith(`${origin}/static/`) || address === `${origin}/admin/jsi18n/`;
  const never = new Set(["IFRAME", "FRAME", "OBJECT", "EMBED", "APPLET", "STYLE", "BASE", "MATH", "AUDIO", "VIDEO"]);
  const addresses = new Set(["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "ping"]);
  for (const element of page.querySelectorAll("*")) {
    const name = element.tagName.toUpperCase();
    const says = (why) => suspects.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
    if (never.has(name)) says("element");
    if (name === "SCRIPT" && !element.src && element.type !== "application/json") says("inline script");
    if (name === "META" && element.httpEquiv) says("http-equiv");
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith("on") || attribute.name === "srcdoc") says("attribute");
      if (attribute.name === "style" && !isShown(attribute.value)) says("style");
      if (addresses.has(attribute.name) && isCode(attribute.value)) says("address");
    }
    for (const loaded of [element.src, name === "LINK" && element.rel === "stylesheet" && element.href]) {
      if (typeof loaded === "string" && loaded && !isOurs(loaded)) says("file");
    }
  }
  return suspects;
}"""
# Opens pages side by side, each in a frame that holds its HTML, and looks through them. A page that is given as null is
# asked for first. A frame has no address of its own, so its name tells which it is.
FRAMES = f"""async (pages) => {{
  const look = {LOOK};
  const open = async ([name, given]) => {{
    let html = given;
    if (html === null) {{
      const response = await fetch(name);
      if (response.status >= 500 || response.url.includes("/login/")) throw new Error(`${{response.status}} ${{name}}`);
      html = await response.text();
    }}
    const frame = document.createElement("iframe");
    const loaded = new Promise((done) => {{ frame.onload = done; }});
    frame.name = name;
    frame.srcdoc = html;
    document.body.append(frame);
    await loaded;
    const found = frame.contentDocument ? look(frame.contentDocument) : ["it went elsewhere"];
    return found.map((suspect) => `${{name}}: ${{suspect}}`);
  }};
  const found = await Promise.all(pages.map(open));
  document.querySelectorAll("iframe").forEach((frame) => frame.remove());
  return found.flat();
}}"""
SIDE_BY_SIDE = 20


class Watched:
    """One page; `ran` and `stopped` hold what was told of it so far."""

    def __init__(self, context: BrowserContext) -> None:
        self.ran: list[str] = []
        self.stopped: list[str] = []
        self.suspects: list[str] = []
        context.expose_function("tellTest", self._told)
        context.add_init_script(LISTEN)
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.ran.append(f"dialog {dialog.message}"), dialog.dismiss()))
        self.page.on("console", self._said)

    def open(self, address: str) -> None:
        """Go there, wait until it has loaded, and look through what is there."""
        response = self.page.goto(address)
        assert response is not None
        assert response.status < 500, f"{response.status} of {address}"
        self.suspects += [f"{address}: {one}" for one in self.page.evaluate(f"({LOOK})(document)")]

    def open_all(self, pages: Mapping[str, str | None], base: str) -> None:
        """Open many pages (address → HTML, None: as the site gives it) from the page at `base`, of the same origin."""
        self.page.goto(base)
        for some in batched(pages.items(), SIDE_BY_SIDE):
            self.suspects += self.page.evaluate(FRAMES, [list(one) for one in some])

    def _told(self, kind: str, what: str) -> None:
        (self.ran if kind == "ran" else self.stopped).append(what)

    def _said(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.stopped.append(message.text)


def watched(chromium: Browser, *, policy: bool, **kind: Any) -> Watched:
    """A new visitor; without `policy` the browser obeys no Content-Security-Policy, so that escaping stands alone."""
    return Watched(chromium.new_context(bypass_csp=not policy, **kind))


def payloads() -> list[str]:
    """The strings of payloads.txt."""
    lines = Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()
    return [_plain(line) for line in lines if not line.startswith("## ")]


def _plain(line: str) -> str:
    """The line with the characters that are written as ⟨their number⟩."""
    before, *numbered = line.split("⟨")
    return before + "".join(chr(int(part.partition("⟩")[0], 16)) + part.partition("⟩")[2] for part in numbered)
