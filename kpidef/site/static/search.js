/* The search: folded words, French plurals, other names with the reason shown, small slips of spelling. */
(() => {
  "use strict";
  const stop = new Set(("a au aux avec ce ces cette comment combien d dans de des du elle en est et il ils l la le les leur lui ne non on ou par pas plus pour qu que quel quelle quels quelles qui quoi s sa se ses si son sur un une y c cest definition definir calcul calculer formule kpi indicateur indicateurs signifie veut dire the of a an what is how to and or for in").split(" "));
  const fold = (text) => text.replace(/[œŒ]/g, "oe").replace(/[æÆ]/g, "ae").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const stem = (word) => word.length < 4 || /\d/.test(word) ? word : word.replace(/(?:eaux)$/, "eau").replace(/(?:[sx])$/, "").replace(/ees?$/, "e");
  const meaning = (text) => { const all = words(text); const kept = all.filter((one) => !stop.has(one)); return (kept.length ? kept : all).map(stem); };

  /* Letters to add, drop, change or swap to go from one word to another; more than `most` is too many. */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  function close(query, word, isLast) {
    if (query === word) return 1;
    if (word.startsWith(query) && (query.length > 2 || isLast)) return 0.6 + 0.3 * query.length / word.length;
    if (query.length > 4 && word.length > 4 && query.startsWith(word)) return 0.6;
    const most = query.length > 7 ? 2 : query.length > 3 ? 1 : 0;
    if (!most) return 0;
    const far = distance(query, word, most);
    if (far <= most) return 0.75 - 0.2 * far;
    return isLast && query.length > 4 && distance(query, word.slice(0, query.length), 1) <= 1 ? 0.45 : 0;
  }

  function prepare({ kpis, families }) {
    const frequency = new Map();
    const known = kpis.map(([id, name, family, synonyms, acronyms, text]) => {
      const names = [[name, "name"], ...acronyms.map((one) => [one, "acronym"]), ...synonyms.map((one) => [one, "synonym"]), [id.replaceAll("_", " "), "name"]];
      const fields = names.map(([said, kind]) => ({ said, kind, flat: words(said).join(" "), words: meaning(said) }));
      const about = [...new Set([...meaning(families[family]), ...meaning(text)])];
      for (const word of new Set([...fields.flatMap((one) => one.words), ...about])) frequency.set(word, (frequency.get(word) || 0) + 1);
      return { id, name, family: families[family], fields, about };
    });
    const weight = (word) => Math.log(1 + kpis.length / (frequency.get(word) || 1));
    return { known, weight };
  }

  function score(kpi, query, flat, weight) {
    let best = { score: 0, field: null, typo: "" };
    for (const field of kpi.fields) {
      let total = 0, most = 0, typo = "";
      query.forEach((word, rank) => {
        let near = 0, by = "";
        for (const other of field.words) {
          const found = close(word, other, rank === query.length - 1);
          if (found > near) { near = found; by = other; }
        }
        const value = weight(by || word);
        total += near * value;
        most += value;
        if (near > 0 && near < 0.6) typo = by;
      });
      if (!total) continue;
      const covers = total / most;
      const length = field.words.length ? Math.min(query.length, field.words.length) / Math.max(query.length, field.words.length) : 0;
      let value = 100 * covers * covers + 30 * length * covers;
      if (field.flat === flat) value += 120;
      else if (field.flat.startsWith(flat)) value += 25;
      value *= field.kind === "name" ? 1 : field.kind === "acronym" ? 0.98 : 0.94;
      if (value > best.score) best = { score: value, field, typo };
    }
    let about = 0, most = 0;
    for (const word of query) {
      const near = Math.max(0, ...kpi.about.map((other) => close(word, other, false)), ...kpi.fields.flatMap((one) => one.words).map((other) => close(word, other, false)));
      about += near * weight(word);
      most += weight(word);
    }
    const text = most ? 45 * (about / most) ** 2 : 0;
    const isText = text > best.score;
    const isVariant = kpi.id.includes("__") ? 0.97 : 1;
    return { kpi, score: (best.score + 0.5 * text) * isVariant, field: isText ? null : best.field, typo: isText ? "" : best.typo };
  }

  function find(prepared, text, most = 8) {
    const query = meaning(text);
    if (!query.length) return [];
    const flat = words(text).join(" ");
    const bare = words(text).filter((one) => !stop.has(one)).join(" ");
    const found = prepared.known
      .map((kpi) => { const a = score(kpi, query, flat, prepared.weight); const b = bare && bare !== flat ? score(kpi, query, bare, prepared.weight) : a; return b.score > a.score ? b : a; })
      .filter((one) => one.score > 22);
    /* A variant is found by a name of its own: the KPI that it varies comes with it. */
    for (const one of [...found]) {
      const main = one.kpi.id.split("__")[0];
      if (main === one.kpi.id || found.some((other) => other.kpi.id === main)) continue;
      const kpi = prepared.known.find((other) => other.id === main);
      if (kpi) found.push({ ...one, kpi, score: 0.9 * one.score });
    }
    return found
      .sort((a, b) => b.score - a.score || (a.kpi.name < b.kpi.name ? -1 : 1))
      .slice(0, most);
  }

  function reason(found, texts) {
    if (!found.field) return texts.text;
    if (found.field.kind === "synonym") return texts.synonym.replace("{}", found.field.said);
    if (found.field.kind === "acronym") return texts.acronym.replace("{}", found.field.said);
    return found.typo ? texts.typo.replace("{}", found.typo) : "";
  }

  if (typeof module !== "undefined") module.exports = { prepare, find, reason };
  else self.kpidefSearch = start;

  let prepared = null;
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
        none.textContent = texts.none.replace("{}", query);
        list.append(none);
      }
      status.textContent = !found.length ? texts.none.replace("{}", query) : found.length === 1 ? texts.one : texts.count.replace("{}", found.length);
      open(true);
      choose(found.length ? 0 : -1);
    }
    function item(found, rank) {
      const option = document.createElement("li");
      option.id = `resultat-${rank}`;
      option.setAttribute("role", "option");
      option.dataset.to = root + texts.kpi.replace("{}", found.kpi.id);
      const name = document.createElement("b");
      name.textContent = found.kpi.name;
      const why = document.createElement("small");
      why.textContent = [found.kpi.family, reason(found, texts)].filter(Boolean).join(" · ");
      option.append(name, why);
      return option;
    }
    const go = (option) => { if (option) location.href = option.dataset.to; };

    input.addEventListener("input", show);
    input.addEventListener("focus", () => { if (input.value.trim()) show(); });
    input.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.key === "ArrowDown" && count) { event.preventDefault(); choose((at + 1) % count); }
      else if (event.key === "ArrowUp" && count) { event.preventDefault(); choose((at - 1 + count) % count); }
      else if (event.key === "Enter") { event.preventDefault(); go(options()[Math.max(at, 0)]); }
      else if (event.key === "Escape") { event.preventDefault(); if (panel.hidden) input.value = ""; open(false); }
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
    list.addEventListener("mousemove", (event) => { const rank = options().indexOf(event.target.closest("[role=option]")); if (rank >= 0 && rank !== at) choose(rank); });
    document.addEventListener("click", (event) => { if (!box.contains(event.target)) open(false); });
    box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false); });
    if (input.value.trim()) show();
  }
})();
