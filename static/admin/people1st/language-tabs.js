// Makes tabs of the fieldsets that hold one language each. Without this script they stand one below the other.
// Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const fieldsets = [...document.querySelectorAll("fieldset.language-tab")];
  if (fieldsets.length < 2) return;

  // A fieldset may not be a tab panel (ARIA in HTML): each gets one around it.
  const panels = fieldsets.map((fieldset) => {
    const panel = document.createElement("div");
    fieldset.replaceWith(panel);
    panel.append(fieldset);
    return panel;
  });

  const list = document.createElement("div");
  list.className = "language-tabs";
  list.setAttribute("role", "tablist");

  const tabs = panels.map((panel, number) => {
    const heading = panel.querySelector(".fieldset-heading");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `language-tab-${number}`;
    tab.textContent = heading.textContent;
    tab.setAttribute("role", "tab");
    panel.id = `language-panel-${number}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    heading.hidden = true;
    if (panel.querySelector(".errorlist")) tab.classList.add("with-errors");
    list.append(tab);
    return tab;
  });

  const show = (chosen) => {
    panels.forEach((panel, number) => {
      panel.hidden = number !== chosen;
      tabs[number].setAttribute("aria-selected", String(number === chosen));
      tabs[number].tabIndex = number === chosen ? 0 : -1;
    });
  };

  list.addEventListener("click", (event) => {
    const number = tabs.indexOf(event.target);
    if (number >= 0) show(number);
  });
  list.addEventListener("keydown", (event) => {
    const now = tabs.indexOf(document.activeElement);
    const next = {
      ArrowRight: (now + 1) % tabs.length,
      ArrowLeft: (now - 1 + tabs.length) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (now < 0 || next === undefined) return;
    event.preventDefault();
    show(next);
    tabs[next].focus();
  });

  panels[0].before(list);
  show(Math.max(0, tabs.findIndex((tab) => tab.classList.contains("with-errors"))));
});
