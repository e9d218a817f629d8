// What a page must be for everyone, beyond what axe-core knows. Each function gives a list of sentences, empty when all is well.
(() => {
  const tell = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 120);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const isHidden = (element) => getComputedStyle(element).clipPath === "inset(50%)" || element.matches(".skip:not(:focus)");
  const isForEyes = (element) => !element || (!isHidden(element) && isForEyes(element.parentElement));

  // One column: nothing is wider than the window (WCAG 1.4.10).
  const wide = (when) => {
    const found = [];
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) {
      const isBeside = (element) => element.getBoundingClientRect().right > innerWidth && !element.firstElementChild;
      const first = [...document.querySelectorAll("body *")].find((element) => isShown(element) && isBeside(element));
      found.push(`${when}: ${width} px wide in a window of ${innerWidth}: ${first ? tell(first) : "a text"}`);
    }
    return found;
  };

  // Nothing that is cut off holds words (WCAG 1.4.4, 1.4.12).
  const cut = (when) => {
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      if (!isForEyes(element) || !isShown(element) || element.closest("svg, select, textarea, input")) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const cutsX = /hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1;
      const cutsY = /hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 1;
      if ((cutsX || cutsY) && element.innerText.trim()) found.push(`${when}: cut off: ${tell(element)}`);
    }
    return found;
  };

  const spacing = new CSSStyleSheet();
  spacing.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-block-end: 2em !important }`);
  const spaced = () => {
    document.adoptedStyleSheets = [spacing];
    const found = [...(innerWidth > 1000 ? wide("with wide text spacing") : []), ...cut("with wide text spacing")];
    document.adoptedStyleSheets = [];
    return found;
  };

  // Controls of forms are 48 px high; a box or a dot counts with its label.
  const targets = () => {
    const found = [];
    for (const control of document.querySelectorAll("main :is(input, select, textarea, button):not([type=hidden])")) {
      if (!isShown(control)) continue;
      const boxes = [control, ...(/checkbox|radio/.test(control.type) ? control.labels : [])];
      const highest = Math.max(...boxes.map((one) => one.getBoundingClientRect().height));
      if (highest < 47.9) found.push(`target ${highest.toFixed(1)} px high: ${tell(control)}`);
    }
    return found;
  };

  const headings = () => {
    const shown = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isShown);
    const levels = shown.map((heading) => Number(heading.tagName[1]));
    const found = [];
    if (levels.filter((level) => level === 1).length !== 1) found.push("not exactly one h1");
    levels.forEach((level, at) => {
      if (at && level > levels[at - 1] + 1) found.push(`h${levels[at - 1]} is followed by ${tell(shown[at])}`);
    });
    return found;
  };

  // Words in another script than the page's language has are marked (WCAG 3.1.2); names in <bdi> are proper names.
  const languages = () => {
    const found = [];
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const parent = words.currentNode.parentElement;
      if (parent.closest("bdi, [dir=auto], svg, option, .hashtag")) continue;
      const language = parent.closest("[lang]").lang;
      const isCyrillic = ["uk", "ru"].includes(language);
      const strange = isCyrillic ? /([A-Za-z’']{2,}\s+){5,}[A-Za-z]{2,}/ : /([\u0400-\u04ff’]{2,}\s+){2,}[\u0400-\u04ff]{2,}/;
      const part = words.currentNode.data.match(strange);
      if (part) found.push(`not marked as another language than ${language}: ${part[0].slice(0, 80)}`);
    }
    return found;
  };

  window.look = { wide, cut, spaced, targets, headings, languages };
})();
