// What a page is without its looks: the order in which it is read, and what is left when SVG is switched off.
(() => {
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  // The order of the document is the order on the screen (WCAG 1.3.2): nothing stands above what comes before it, unless
  // it is in a later column.
  const order = () => {
    const found = [];
    const blocks = [...document.querySelectorAll(":is(header, main, footer) :is(h1, h2, h3, h4, p, li, tr, dt, dd, label, button)")];
    const shown = blocks.filter((one) => isShown(one) && getComputedStyle(one).clipPath === "none");
    shown.slice(1).forEach((next, at) => {
      const [before, after] = [shown[at].getBoundingClientRect(), next.getBoundingClientRect()];
      if (after.bottom <= before.top && after.left < before.right) {
        found.push(`at ${innerWidth}: "${next.innerText.slice(0, 40)}" is above "${shown[at].innerText.slice(0, 40)}"`);
      }
    });
    return found;
  };

  // Tor Browser at “Safest” knows no SVG: its elements are then unknown ones, which CSS dresses by their names all the same.
  const unknown = (element) => {
    const copy = document.createElement(element.localName);
    for (const { name, value } of element.attributes) copy.setAttribute(name, value);
    copy.append(...[...element.childNodes].map((child) => (child.nodeType === 1 ? unknown(child) : child.cloneNode())));
    return copy;
  };
  const spilled = () => {
    const found = [];
    for (const drawing of [...document.querySelectorAll("svg")]) {
      const copy = unknown(drawing);
      drawing.replaceWith(copy);
      for (const part of [copy, ...copy.querySelectorAll("*")]) {
        const isReal = [...part.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
        const size = parseFloat(getComputedStyle(part).fontSize);
        if (isReal && isShown(part) && size > 0) found.push(`spills at ${size}px without SVG: ${part.textContent.trim().slice(0, 40)}`);
      }
    }
    return found;
  };

  window.whole = { order, spilled };
})();
