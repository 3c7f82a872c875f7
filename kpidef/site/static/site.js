/* Theme, tabs, copy, colours of SQL; the search is fetched when it is first wanted. */
(() => {
  "use strict";
  const root = document.documentElement;
  const own = document.currentScript;

  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* no storage: nothing is kept */ } };
  const kept = (name) => { try { return localStorage.getItem(name) || ""; } catch { return ""; } };

  for (const button of document.querySelectorAll("[data-theme-button]")) {
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep("kpidef-theme", root.dataset.theme);
    });
  }

  for (const section of document.querySelectorAll("[data-tabs]")) tabs(section);
  function tabs(section) {
    const panels = [...section.querySelectorAll(".tab")];
    if (panels.length < 2) return;
    const list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", section.querySelector("h2").textContent);
    const buttons = panels.map((panel) => {
      const button = document.createElement("button");
      button.type = "button";
      button.id = `onglet-${panel.id}`;
      button.textContent = panel.dataset.name;
      button.setAttribute("role", "tab");
      button.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", button.id);
      list.append(button);
      return button;
    });
    const show = (rank, moves) => {
      panels.forEach((panel, i) => { panel.hidden = i !== rank; });
      buttons.forEach((button, i) => {
        button.setAttribute("aria-selected", String(i === rank));
        button.tabIndex = i === rank ? 0 : -1;
      });
      if (moves) buttons[rank].focus();
      fetched(panels[rank]).then(() => colour(panels[rank]));
    };
    list.addEventListener("click", (event) => {
      const rank = buttons.indexOf(event.target);
      if (rank < 0) return;
      keep("kpidef-dialect", panels[rank].id);
      show(rank);
    });
    list.addEventListener("keydown", (event) => {
      const now = buttons.indexOf(document.activeElement);
      const last = buttons.length - 1;
      const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      keep("kpidef-dialect", panels[next].id);
      show(next, true);
    });
    panels[0].before(list);
    section.classList.add("tabbed");
    const chosen = panels.findIndex((panel) => panel.id === kept("kpidef-dialect"));
    show(Math.max(chosen, 0));
  }

  /* A long statement comes from its file when it is wanted; where there is no server, its link stays. */
  async function fetched(panel) {
    const notice = panel.querySelector("[data-elsewhere]");
    const shown = document.querySelector(".code");
    if (!notice || !shown || !location.protocol.startsWith("http")) return;
    const address = notice.querySelector("a").href;
    const code = shown.cloneNode(true);
    code.hidden = false;
    try {
      const answer = await fetch(address);
      if (!answer.ok || !notice.isConnected) return;
      code.querySelector("code").textContent = await answer.text();
    } catch { return; }
    code.querySelector("a").href = address;
    code.querySelector("pre").setAttribute("aria-label", `SQL, ${panel.dataset.name}`);
    copies(code);
    notice.replaceWith(code);
  }

  function colour(panel) {
    const node = panel.querySelector("code")?.firstChild;
    if (!node || !window.Highlight || panel.dataset.coloured) return;
    panel.dataset.coloured = "yes";
    const words = "with|as|select|distinct|from|join|left|right|inner|cross|on|where|group|order|by|having|union|all|case|when|then|else|end|and|or|not|null|is|in|between|like|cast|over|partition|interval|values|lateral|exists|asc|desc|limit|filter|within|create|true|false";
    const grammar = new RegExp(`(/\\*[^]*?\\*/|--[^\\n]*)|('(?:[^']|'')*')|"[^"]*"|\`[^\`]*\`|\\b(${words})\\b`, "gi");
    for (const found of node.data.matchAll(grammar)) {
      const kind = found[1] ? "comment" : found[2] ? "string" : found[3] ? "keyword" : "";
      if (!kind) continue;
      const range = new Range();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      if (!CSS.highlights.has(kind)) CSS.highlights.set(kind, new Highlight());
      CSS.highlights.get(kind).add(range);
    }
  }

  copies(document);
  function copies(part) {
    for (const button of part.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", async () => {
        const code = button.closest(".code").querySelector("code");
        const said = button.textContent;
        try { await navigator.clipboard.writeText(code.textContent); } catch { select(code); document.execCommand("copy"); }
        button.textContent = button.dataset.copied;
        button.setAttribute("aria-live", "polite");
        setTimeout(() => { button.textContent = said; }, 1800);
      });
    }
  }
  function select(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }

  for (const box of document.querySelectorAll("[data-search-box]")) {
    const input = box.querySelector("input");
    let wanted = null;
    const load = (address) => new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
    const ready = () => wanted ??= load(own.dataset.index).then(() => load(own.dataset.search));
    const start = () => ready().then(() => window.kpidefSearch(box, own.dataset.root.replace(/[^/]*$/, "")));
    input.addEventListener("focus", start, { once: true });
    input.addEventListener("input", start, { once: true });
    document.addEventListener("keydown", (event) => {
      const typing = /^(input|textarea|select)$/i.test(document.activeElement?.tagName || "");
      const asked = (event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
      if (!asked || event.altKey) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  }
})();
