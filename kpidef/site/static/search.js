/* The search: folded words, French plurals, other names with the reason shown, small slips of spelling. */
(() => {
  "use strict";
  const stop = new Set(("apres avant pendant depuis lors selon mois annee semaine trimestre dernier derniere precedent actuel actuellement a ai au aux avec avez avons ce ces cet cette chez comment beaucoup bien d dans de des doit du elle elles en est et etre fait faire faut il ils j je l la le les leur leurs lui m me mes mon n ne nos notre nous on ont ou par pas plus presque pour qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont sur t tous tout toute toutes un une vers vos votre vous y c cest definition definir calcul calculer formule kpi indicateur indicateurs signifie veut dire mesure mesurer suivi suivre connaitre savoir the of a an what is are how much many to and or for in our we do does").split(" "));
  const fold = (text) => text.replace(/[œŒ]/g, "oe").replace(/[æÆ]/g, "ae").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /* « N.P.S. » is one word. */
  const undotted = (text) => text.replace(/(?<!\p{L})(?:\p{L}\.)+\p{L}(?!\p{L})\.?/gu, (all) => all.replaceAll(".", ""));
  const words = (text) => fold(undotted(text).replace(/%/g, " pourcentage ").replace(/[€]/g, " euros ")).match(/[\p{L}\p{N}]+/gu) || [];

  /* French, lightly: plurals, feminines, the endings of verbs and of the nouns made from them. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    let found = word.replace(/aux$/, (end) => /e?aux$/.test(word) && word.endsWith("eaux") ? "au" : "al").replace(/[sx]$/, "");
    if (found.length > 7) found = found.replace(/(?:ation|ateur|atrice|(?<=.{4})ement|(?<=.{4})ent)$/, "");
    if (found.length > 4) found = found.replace(/(?:ee|er|ez|e)$/, "").replace(/([^aeiouy])\1$/, "$1");
    return found;
  }
  /* Words that say what kind of number is wanted, and little of which one. */
  const vague = new Set("nombre combien volume quantite total taux part pourcentage proportion ratio tx pct".split(" ").map(stem));
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
    if (word.startsWith(query) && (isLast || query.length > 4)) return 0.6 + 0.3 * query.length / word.length;
    if (query.length > 4 && word.length > 4 && query.startsWith(word)) return 0.6;
    const most = query.length > 6 ? 2 : query.length > 3 ? 1 : 0;
    if (!most) return 0;
    /* « ligne » is no slip for « signe »: short words keep their first letter, or swap it with the second. */
    if (query.length < 6 && query[0] !== word[0] && query[1] !== word[0]) return 0;
    const far = distance(query, word, most);
    if (far <= most) return (query[0] === word[0] ? 0.8 : 0.7) - 0.2 * far;
    return isLast && query.length > 4 && distance(query, word.slice(0, query.length), 1) <= 1 ? 0.45 : 0;
  }

  function prepare({ kpis, families, ideas = [] }) {
    const frequency = new Map();
    const known = kpis.map(([id, name, family, synonyms, acronyms, text]) => {
      const names = [[name, "name"], ...acronyms.map((one) => [one, "acronym"]), ...synonyms.map((one) => [one, "synonym"]), [id.replaceAll("_", " "), "name"]];
      const fields = names.map(([said, kind]) => ({ said, kind, flat: words(said).join(" "), words: [...new Set(meaning(said))] }));
      const about = [...new Set([...meaning(families[family]), ...meaning(text)])];
      for (const word of new Set([...fields.flatMap((one) => one.words), ...about])) frequency.set(word, (frequency.get(word) || 0) + 1);
      return { id, name, family: families[family], fields, about };
    });
    const weight = (word) => Math.log(1 + kpis.length / (frequency.get(word) || 1));
    const meant = new Map();  // a word's stem -> the ideas that it stands for
    const phrases = [];       // names of several words -> one word of the same idea
    ideas.forEach((idea, rank) => {
      for (const one of idea) {
        if (one.includes(" ")) phrases.push([` ${words(one).map(stem).join(" ")} `, ` ${stem(words(idea[0])[0])} `]);
        else for (const word of meaning(one)) meant.set(word, [...(meant.get(word) || []), rank]);
      }
    });
    const joined = new Map(known.flatMap((kpi) => kpi.fields.map((one) => [one.flat.replaceAll(" ", ""), one.flat])));
    return { known, weight, meant, phrases, joined, vocabulary: [...frequency.keys()], whole: new Set(frequency.keys()), near: new Map() };
  }

  /* The words of the glossary that a word of the query may stand for, and how near each is. */
  function nearby(prepared, query, isLast) {
    const key = `${isLast ? "*" : ""}${query}`;
    if (prepared.near.has(key)) return prepared.near.get(key);
    const found = new Map();
    const ideas = prepared.meant.get(query) || [];
    const isKnown = ideas.length > 0 || prepared.whole.has(query);
    for (const word of prepared.vocabulary) {
      /* What is no slip of spelling: a word that is known, and another that is as well. */
      let near = isKnown && word !== query && !word.startsWith(query) && !query.startsWith(word) ? 0 : close(query, word, isLast);
      if (near < 0.8 && ideas.length && (prepared.meant.get(word) || []).some((one) => ideas.includes(one))) near = 0.8;
      if (near) found.set(word, near);
    }
    if (!found.size && !isKnown) {
      /* A slip in a word that the glossary lacks, but that means one that it has. */
      for (const [word, ranks] of prepared.meant) {
        const near = close(query, word, isLast);
        if (near < 0.55) continue;
        for (const other of prepared.vocabulary) if ((prepared.meant.get(other) || []).some((one) => ranks.includes(one))) found.set(other, Math.max(found.get(other) || 0, 0.8 * near));
      }
    }
    prepared.near.set(key, found);
    return found;
  }

  function best(near, words) {
    let found = 0, by = "";
    for (const word of words) { const one = near.get(word) || 0; if (one > found) { found = one; by = word; } }
    return [found, by];
  }

  function score(kpi, query, flat, weight) {
    let top = { score: 0, field: null, typo: "" };
    const all = [...new Set(kpi.fields.flatMap((one) => one.words))];
    let about = 0, asked = 0;
    for (const { near, value } of query) {
      const [named] = best(near, all);
      about += Math.max(named, 0.8 * best(near, kpi.about)[0]) * value;
      asked += value;
    }
    for (const field of kpi.fields) {
      let total = 0, typo = "";
      const met = new Set();
      for (const { near, value } of query) {
        const [found, by] = best(near, field.words);
        total += found * value;
        if (by) met.add(by);
        if (found > 0 && found < 0.62) typo = by;
      }
      if (!total) continue;
      const covers = total / asked;
      let held = 0, whole = 0;
      for (const word of field.words) { whole += weight(word); if (met.has(word)) held += weight(word); }
      let value = 100 * covers * covers + 35 * covers * (held / whole);
      if (field.flat === flat) value += 120;
      else if (field.flat.startsWith(flat)) value += 20;
      value *= field.kind === "name" ? 1 : field.kind === "acronym" ? 0.98 : 0.96;
      if (value > top.score) top = { score: value, field, typo };
    }
    const text = 50 * (about / asked) ** 2;
    const isText = text > top.score;
    const isVariant = kpi.id.includes("__") ? 0.96 : 1;
    return { kpi, isExact: top.field?.flat === flat, score: (top.score + 0.7 * text) * isVariant, field: isText ? null : top.field, typo: isText ? "" : top.typo };
  }

  const stems = (text) => ` ${words(text).map(stem).join(" ")} `;

  /* The query's words with all that each may stand for; words that mean nothing here are left out. */
  function understood(prepared, text, phrases) {
    const all = words(text);
    let said = stems(text);
    for (const [phrase, word] of phrases) said = said.replaceAll(phrase, word);
    const left = new Set(all.filter((one) => stop.has(one)).map(stem));
    const each = said.trim().split(" ");
    const kept = each.filter((one) => !left.has(one));
    const query = kept.length ? kept : each;
    return query
      .map((word, rank) => {
        const near = nearby(prepared, word, rank === query.length - 1);
        const exact = near.get(word) ? prepared.weight(word) : 0;
        const value = exact || Math.max(0, ...[...near].map(([other, one]) => one * prepared.weight(other)));
        return { word, near, value: vague.has(word) ? 0.4 * value : value };
      })
      .filter((one) => one.near.size);
  }

  /* « re achat » is « réachat », « tauxattrition » is two words: the query as it is, then with words joined or parted. */
  function readings(text, isKnown, joined) {
    const all = words(text);
    const found = [text];
    const parted = joined.get(all.join(""));
    if (parted) found.push(parted);
    all.forEach((word, rank) => {
      const put = (count, ...by) => found.push([...all.slice(0, rank), ...by, ...all.slice(rank + count)].join(" "));
      if (rank + 1 < all.length && isKnown(word + all[rank + 1])) put(2, word + all[rank + 1]);
      if (isKnown(word)) return;
      for (let at = 3; at <= word.length - 3; at++) if (isKnown(word.slice(0, at)) && isKnown(word.slice(at))) put(1, word.slice(0, at), word.slice(at));
    });
    return found;
  }

  /* Where words make a known phrase, each word by itself says less. */
  function both(prepared, text) {
    const said = stems(text);
    const phrases = prepared.phrases.filter(([phrase]) => said.includes(phrase));
    return phrases.length ? [[text, [], 0.75], [text, phrases, 1]] : [[text, [], 1]];
  }

  function find(prepared, text, most = 8) {
    if (!words(text).length) return [];
    const flat = words(text).join(" ");
    const isKnown = (word) => prepared.whole.has(stem(word)) || prepared.meant.has(stem(word));
    const found = new Map();
    for (const [one, phrases, trust] of readings(text, isKnown, prepared.joined).flatMap((one) => both(prepared, one))) {
      const query = understood(prepared, one, phrases);
      if (!query.length) continue;
      for (const kpi of prepared.known) {
        const scored = score(kpi, query, flat, prepared.weight);
        scored.score *= trust;
        if (scored.score > (found.get(kpi.id)?.score || 0)) found.set(kpi.id, scored);
      }
    }
    together(found, prepared);
    const all = [...found.values()].sort((a, b) => b.score - a.score || (a.kpi.name < b.kpi.name ? -1 : 1));
    const least = Math.min(22, 0.5 * (all[0]?.score || 0));
    return all.filter((one) => one.score > least).slice(0, most);
  }

  /* A variant brings along the KPI that it varies, first unless the variant is named; another variant of the same comes after what else answers. */
  function together(found, prepared) {
    const variants = [...found.values()].filter((one) => one.kpi.id.includes("__")).sort((a, b) => b.score - a.score);
    const seen = new Set();
    for (const one of variants) {
      const main = one.kpi.id.split("__")[0];
      if (seen.has(main)) { found.set(one.kpi.id, { ...one, score: 0.85 * one.score }); continue; }
      seen.add(main);
      const kpi = prepared.known.find((other) => other.id === main);
      const value = (one.isExact ? 0.97 : 1.001) * one.score;
      if (kpi && value > (found.get(main)?.score || 0)) found.set(main, { ...one, kpi, score: value });
    }
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
