/* The search box: results as one types, chosen by keyboard or pointer, told to screen readers. */
(() => {
  "use strict";
  const { prepare, find, reason, said, answers } = self.kpidefFinder;
  let prepared = null;
  self.kpidefSearch = start;

  function start(box, root) {
    if (box.dataset.started) return;
    box.dataset.started = "yes";
    prepared ??= prepare(self.kpidefIndex);
    const texts = self.kpidefIndex.texts;
    const input = box.querySelector("input");
    const panel = box.querySelector(".results");
    const list = panel.querySelector("ul");
    const status = box.querySelector("[role=status]");
    let at = -1;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const open = (isOpen) => { panel.hidden = !isOpen; input.setAttribute("aria-expanded", String(isOpen)); if (!isOpen) choose(-1); };
    function choose(rank) {
      at = rank;
      options().forEach((one, i) => one.setAttribute("aria-selected", String(i === rank)));
      const chosen = options()[rank];
      if (chosen) { input.setAttribute("aria-activedescendant", chosen.id); chosen.scrollIntoView({ block: "nearest" }); }
      else input.removeAttribute("aria-activedescendant");
    }
    function show() {
      const query = input.value.trim();
      if (!query) { open(false); status.textContent = ""; return; }
      const found = find(prepared, query);
      list.replaceChildren(...found.map(item));
      if (!found.length) {
        const none = document.createElement("li");
        none.className = "none";
        none.setAttribute("role", "presentation");
        none.textContent = said(texts.none, query);
        list.append(none, ...texts.indexes.map(([name, address], rank) => entry(rank, root + address, [name])));
      }
      status.textContent = !found.length ? `${said(texts.none, query)} ${texts.instead}` : found.length === 1 ? texts.one : said(texts.count, found.length);
      open(true);
      choose(found.length ? 0 : -1);
    }
    function item(found, rank) {
      const why = reason(found, texts, input.value);
      const isName = ["name", "id"].includes(found.field?.kind);
      const family = why ? `${found.kpi.family} · ` : found.kpi.family;
      return entry(rank, root + said(texts.kpi, found.kpi.id), isName ? marked(found.kpi.name, found) : [found.kpi.name], [family, ...(isName ? [why] : marked(why, found))]);
    }
    function entry(rank, address, name, why = []) {
      const option = document.createElement("li");
      option.id = `resultat-${rank}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.to = address;
      option.append(element("b", name), ...(why.length ? [element("small", why)] : []));
      return option;
    }
    function element(tag, parts) {
      const made = document.createElement(tag);
      made.append(...parts);
      return made;
    }
    function marked(text, found) {
      return text.split(/([\p{L}\p{N}]+)/u).map((one) => answers(found, one) ? element("mark", [one]) : one);
    }
    const go = (option) => { if (option) location.href = option.dataset.to; };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { if (input.value.trim()) show(); });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "ArrowDown" && count) { event.preventDefault(); choose((at + 1) % count); }
      else if (event.key === "ArrowUp" && count) { event.preventDefault(); choose(at > 0 ? at - 1 : count - 1); }
      else if (event.key === "Enter") { event.preventDefault(); go(options()[at]); }
      else if (event.key === "Escape") { event.preventDefault(); if (panel.hidden) input.value = ""; open(false); }
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
    list.addEventListener("mousemove", (event) => { const rank = options().indexOf(event.target.closest("[role=option]")); if (rank >= 0 && rank !== at) choose(rank); });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) open(false); });
    box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false); });
    if (input.value.trim()) show();
  }
})();
