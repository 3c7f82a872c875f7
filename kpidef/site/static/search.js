/* What the search finds: folded words, French endings, other names with the reason why, expressions, slips of spelling. */
(() => {
  "use strict";
  const stop = new Set(("ci chaque afin peuvent peut puis ainsi via lui eux meme autre autres entre totalement vraiment reellement vis annuel annuelle annuels annuelles trimestriel hebdomadaire quotidien gens ceux celles celui celle cela truc chose choses etes sommes suis es ait soit sera peu tres trop encore deja jamais toujours mettre met prendre prend jusqu lorsque lorsqu alors aussi bonne bon bons bonnes apres avant pendant depuis lors selon mois annee semaine trimestre dernier derniere precedent actuel actuellement a ai au aux avec avez avons ce ces cet cette chez comment beaucoup bien d dans de des doit du elle elles en est et etre fait faire faut il ils j je l la le les leur leurs lui m me mes mon n ne nos notre nous on ont ou par pas plus presque pour qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont sur t tous tout toute toutes un une vers vos votre vous y c cest definition definir calcul calculer formule kpi indicateur indicateurs signifie veut dire mesure mesurer suivi suivre connaitre savoir the of a an what is are how much many to and or for in our we do does").split(" "));
  const fold = (text) => text.replace(/[œŒ]/g, "oe").replace(/[æÆ]/g, "ae").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  /* « N.P.S. » is one word. */
  const undotted = (text) => text.replace(/(?<!\p{L})(?:\p{L}\.)+\p{L}(?!\p{L})\.?/gu, (all) => all.replaceAll(".", ""));
  const words = (text) => fold(undotted(text).replace(/(?<!\p{L})ça(?!\p{L})/giu, "cela").replace(/(?<!\p{L})là(?!\p{L})/giu, "ici").replace(/%/g, " pourcentage ").replace(/[€]/g, " euros ").replace(/\s*\/\s*/g, " par ")).match(/[\p{L}\p{N}]+/gu) || [];

  /* Short words in -ent that are no verb. */
  const nouns = new Set("client argent moment absent parent accent urgent talent patient content present recent souvent comment element segment payment advent event".split(" "));
  /* French, lightly: plurals, feminines, the endings of verbs and of the nouns made from them. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    let found = word.replace(/aux$/, (end) => /e?aux$/.test(word) && word.endsWith("eaux") ? "au" : "al").replace(/[sx]$/, "");
    if ((found.length === 6 || found.length === 7) && found.endsWith("ent") && !nouns.has(found)) found = found.slice(0, -3);
    if (found.length > 7) found = found.replace(/(?:(?<=.{5})(?:ation|ateur|atrice)|(?<=.{4})ement|(?<=.{4})ent)$/, "");
    if (found.length > 4) found = found.replace(/(?:ee|er|ez|e)$/, "").replace(/([^aeiouy])\1$/, "$1");
    return found;
  }
  /* The part that the forms of one verb share: râler, râlent, râlait. */
  const root = (word) => word.length > 4 ? word.replace(/(?:issaient|issent|issons|issait|aient|erait|eront|erons|erait|antes?|ents?|ions|iez|ons|era|ait|ees?|ez|er|ir|re|ie?s?|u?e?s?|it|ant)$/, "") : word;
  /* How a word sounds, roughly: « formassion » is « formation », « coup » is « coût ». */
  const sound = (word) => word
    .replace(/ph/g, "f").replace(/(?:t|ss|c|s|x)(?=ion)/g, "s").replace(/tiel/g, "siel").replace(/sc(?=[eiy])|c(?=[eiy])|ss/g, "s").replace(/x(?=a)/g, "s")
    .replace(/qu|ck|ch(?=[rln])|c(?!h)|q/g, "k").replace(/gu(?=[eiy])/g, "g").replace(/ge(?=[ao])|g(?=[eiy])/g, "j").replace(/z/g, "s").replace(/y/g, "i").replace(/w/g, "v")
    .replace(/(?<![sc])h/g, "").replace(/eau|au/g, "o").replace(/ai|ei|oe/g, "e").replace(/[ea][nm](?![aeiounm])/g, "an").replace(/(.)\1+/g, "$1")
    .replace(/(?<=..)(?:ent|e?s|e|[tdpxz]s?)$/, "");
  /* In French what matters comes first: « satisfaction après un appel » is about satisfaction. */
  const asHead = (before) => [1.3, 1.1, 1, 0.9][before] ?? 0.8;
  /* Words that say what kind of number is wanted, and little of which one. */
  const vague = new Set("evolution mensuel rythme nombre combien volume quantite total taux part pourcentage proportion ratio tx pct nb nbr niveau degre somme capacite global general ensemble".split(" ").map(stem));
  /* « taux de satisfaction client » is first « satisfaction client ». */
  const bare = (all) => all.slice(Math.max(0, all.findIndex((one) => !stop.has(one) && !vague.has(stem(one))))).join(" ");
  const trusts = { name: 1, acronym: 0.98, id: 0.97, synonym: 0.92 };
  /* What kind of number these words ask for, as the index writes it. */
  const kinds = new Map(Object.entries({ "%": "taux part pourcentage proportion ratio tx pct rate", n: "nombre nb nbr volume quantite", t: "temps delai duree time" }).flatMap(([kind, said]) => said.split(" ").map((one) => [one, kind])));
  const meaning = (text) => { const all = words(text); const kept = all.filter((one) => !stop.has(one)); return (kept.length ? kept : all).map(stem); };

  /* What turns the sense of a phrase when it stands within it. */
  const turns = new Set("a par pour sans chez non ne pas sur vs contre".split(" "));
  /* What a phrase may be said with or without. */
  const whole = new Set("total totale totales totaux global globale globales general generale net nette".split(" "));
  /* What a phrase is compared without. */
  const light = new Set("d de des du l la le les un une nos notre vos votre leur leurs ses son sa mon ma mes ce cette ces cet".split(" "));
  /* « CES » is an acronym, and « ces » as well where no noun follows it. */
  function tokens(text, short) {
    const all = words(text);
    const capital = /\p{Ll}/u.test(text) ? new Set((text.match(/(?<!\p{L})\p{Lu}{2,}(?!\p{L})/gu) || []).map(fold)) : new Set();
    return all.map((form, rank) => {
      const isName = capital.has(form) || (rank === all.length - 1 && short?.has(form));
      return { form, stem: stem(form), key: stem(form), isStop: stop.has(form) && !isName, isLight: light.has(form) && !isName };
    });
  }

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

  /* The letters of a word, as bits: what two words do not share tells at once that they are too far apart. */
  const letters = (word) => { let bits = 0; for (const one of word) bits |= 1 << (one.charCodeAt(0) % 31); return bits; };
  const bits = (mask) => { let count = 0; for (let left = mask; left; left &= left - 1) count++; return count; };
  const written = (word) => ({ word, mask: letters(word) });

  function close(query, { word, mask }, isLast) {
    const asked = query.word;
    if (asked === word) return 1;
    if (word.startsWith(asked) && (isLast || asked.length > 2)) return 0.6 + 0.3 * asked.length / word.length;
    if (asked.length > 4 && word.length > 4 && asked.startsWith(word)) return 0.6;
    const most = asked.length > 6 ? 2 : asked.length > 3 ? 1 : 0;
    if (!most || bits(query.mask & ~mask) > most) return 0;
    /* « ligne » is no slip for « signe »: short words keep their first letter, or swap it with the second. */
    if (asked.length < 6 && asked[0] !== word[0] && asked[1] !== word[0]) return 0;
    const far = bits(mask & ~query.mask) > most ? most + 1 : distance(asked, word, most);
    if (far <= most) return (asked[0] === word[0] ? 0.8 : 0.7) - 0.2 * far;
    return isLast && asked.length > 4 && distance(asked, word.slice(0, asked.length), 1) <= 1 ? 0.45 : 0;
  }

  /* Each stem, with the words of which it is the stem: { "attrition" => Set("attrition", "attritions") }. */
  function gather(forms, text) {
    for (const form of words(text)) {
      const known = forms.get(stem(form));
      if (known) known.add(form); else forms.set(stem(form), new Set([form]));
    }
  }

  function filed(forms, key) {
    const found = new Map();
    for (const [word, all] of forms) for (const one of new Set([...all].map(key))) { if (found.has(one)) found.get(one).push(word); else found.set(one, [word]); }
    return found;
  }

  function prepare({ kpis, families, ideas = [], expressions = [] }) {
    const frequency = new Map(), forms = new Map(), short = new Set();
    const known = kpis.map(([id, name, family, synonyms, acronyms, text, unit = ""]) => {
      const names = [[name, "name"], ...acronyms.map((one) => [one, "acronym"]), ...synonyms.map((one) => [one, "synonym"]), [id.replaceAll("_", " "), "id"]];
      const fields = names.map(([said, kind]) => ({ said, kind, flat: words(said).join(" "), bare: bare(words(said)), words: [...new Set(meaning(said))] }));
      const about = [...new Set([...meaning(families[family]), ...meaning(text)])];
      for (const word of new Set([...fields.flatMap((one) => one.words), ...about])) frequency.set(word, (frequency.get(word) || 0) + 1);
      for (const said of [...names.map(([one]) => one), families[family], text]) gather(forms, said);
      for (const [said] of names) for (const one of said.match(/\p{Lu}{3,4}/gu) || []) short.add(stem(fold(one)));
      return { id, name, family: families[family], unit, fields, about, isVariant: id.includes("__") };
    });
    for (const word of [...forms.keys()]) if (!frequency.has(word)) forms.delete(word);
    const weight = (word) => Math.log(1 + kpis.length / (1 + (frequency.get(word) || 1)));
    const fields = known.flatMap((one, kpi) => one.fields.map((field) => {
      const weights = field.words.slice(0, 31).map((word) => weight(word) * (vague.has(word) ? 0.4 : 1));
      return Object.assign(field, { kpi, weights, whole: weights.reduce((sum, one) => sum + one, 0) });
    }));
    const named = new Map(), spoken = new Map();  // a word -> the names that hold it, and where; the KPIs whose definition does
    const add = (where, word, what) => { const all = where.get(word); if (all) all.push(what); else where.set(word, [what]); };
    fields.forEach((field, rank) => field.words.slice(0, 31).forEach((word, place) => add(named, word, [rank, place])));
    known.forEach((one, rank) => one.about.forEach((word) => add(spoken, word, rank)));
    const meant = new Map();  // a word's stem -> the ideas that it stands for
    const phrases = [];       // names of several words -> one word of the same idea; expressions -> the words that they stand for
    const phrase = (said, by, all = tokens(said).filter((one) => !one.isLight)) => phrases.push({ form: all[0]?.form, keys: all.map((one) => one.key), by: by.map((one) => ({ ...one, key: "" })) });
    ideas.forEach((idea, rank) => {
      for (const one of idea) {
        if (one.includes(" ")) phrase(one, tokens(idea[0]));
        else for (const word of meaning(one)) meant.set(word, [...new Set([...(meant.get(word) || []), rank])]);
        if (!one.includes(" ")) gather(forms, one);
      }
    });
    for (const [said, by] of expressions) for (const one of said.split(", ")) phrase(one, tokens(by));
    const byFirst = new Map();  // a phrase's first word -> the phrases
    for (const one of phrases) if (one.keys.length) add(byFirst, one.keys.length > 1 ? one.keys[0] : alone(one.form), one);
    const members = ideas.map(() => []);  // an idea's words that the glossary has
    for (const [word, ranks] of meant) if (frequency.has(word)) for (const rank of ranks) members[rank].push(word);
    const parted = new Map(known.flatMap((kpi) => kpi.fields.map((one) => [one.flat.replaceAll(" ", ""), one.flat])));
    const initials = new Map();   // « vvc » -> the KPIs with a name of these initials
    for (const kpi of known) for (const field of kpi.fields) {
      const all = field.flat.split(" ");
      for (const one of [all, all.filter((word) => !stop.has(word))].map((some) => some.map((word) => word[0]).join(""))) {
        if (one.length > 1 && one.length < 6) add(initials, one, [kpi, field]);
      }
    }
    return { known, fields, named, spoken, byId: new Map(known.map((one) => [one.id, one])), initials, weight, meant, members, byFirst, parted, forms, short, whole: new Set(frequency.keys()), bySound: filed(forms, sound), byRoot: filed(forms, root), spellings: [...forms].map(([word, all]) => [word, written(word), [...all].map(written)]), alike: new Map(), slips: new Map(), near: new Map() };
  }

  /* The known words that a word of the query may be, and how near each is. */
  function alike(prepared, { stem: query, form }, isLast) {
    const key = `${isLast ? "*" : ""}${form} ${query}`;
    if (prepared.alike.has(key)) return prepared.alike.get(key);
    const found = new Map();
    prepared.alike.set(key, found);
    const put = (word, near) => { if (near > (found.get(word) || 0)) found.set(word, near); };
    const isKnown = [...(prepared.forms.get(query) || [])].some((one) => Math.abs(one.length - form.length) < 4);
    if (prepared.forms.has(query)) put(query, isKnown ? 1 : 0.6);
    /* What is no slip of spelling: a word that is known, and another that is as well. */
    const [asked, whole] = [written(query), written(form)];
    for (const [word, own, forms] of prepared.spellings) {
      if (!isKnown) { let near = close(asked, own, isLast); for (const one of forms) near = Math.max(near, close(whole, one, isLast)); put(word, near); }
      else if (isLast && prepared.whole.has(word) && word.startsWith(query)) put(word, close(asked, own, isLast));
      else if (query.startsWith(word) && prepared.whole.has(word)) put(word, close(asked, own, isLast));
    }
    if (form.length > 3) for (const word of prepared.bySound.get(sound(form)) || []) put(word, isKnown ? 0.5 : 0.72);
    if (!isKnown && form.length > 4) for (const word of prepared.byRoot.get(root(form)) || []) put(word, 0.75);
    /* « nsp » is « NPS », « mmr » is « MRR ». */
    if (!found.size && (query.length === 3 || query.length === 4)) for (const word of prepared.short) if (word[0] === query[0] && distance(query, word, 1) === 1) put(word, 0.6);
    return found;
  }

  /* The words of the glossary that a word of the query may stand for, and how near each is. */
  function nearby(prepared, query, isLast) {
    const key = `${isLast ? "*" : ""}${query.form} ${query.stem}`;
    if (prepared.near.has(key)) return prepared.near.get(key);
    const found = new Map();
    const put = (word, near) => { if (near > (found.get(word) || 0)) found.set(word, near); };
    const all = alike(prepared, query, isLast);
    const top = Math.max(0, ...all.values());
    for (const [word, near] of all) {
      if (prepared.whole.has(word)) put(word, near);
      if (near < 0.5 || near < top - 0.15) continue;
      for (const rank of prepared.meant.get(word) || []) for (const other of prepared.members[rank]) put(other, 0.8 * near);
    }
    prepared.near.set(key, found);
    return found;
  }

  /* For each name that a reading of the query meets: how much of the query it holds, and how much of it the query says. */
  function meetings(prepared, query) {
    const { named, spoken, fields } = prepared;
    const met = new Map();    // a name's rank -> { total, mask, typo }
    const about = new Map();  // a KPI's rank -> what of the query its names and definition hold
    for (const { near, value } of query) {
      const best = new Map(), held = new Map();
      for (const [word, found] of near) {
        for (const [rank, place] of named.get(word) || []) {
          if (found > (best.get(rank)?.[0] || 0)) best.set(rank, [found, place, word]);
          const kpi = fields[rank].kpi;
          if (found > (held.get(kpi) || 0)) held.set(kpi, found);
        }
        for (const kpi of spoken.get(word) || []) if (0.8 * found > (held.get(kpi) || 0)) held.set(kpi, 0.8 * found);
      }
      for (const [kpi, found] of held) about.set(kpi, (about.get(kpi) || 0) + found * value);
      for (const [rank, [found, place, word]] of best) {
        const one = met.get(rank) || { total: 0, mask: 0, typo: "" };
        one.total += found * value;
        one.mask |= 1 << place;
        if (found < 0.62 || found === 0.72) one.typo = word;
        met.set(rank, one);
      }
    }
    return { met, about };
  }

  /* Puts in `found` what this reading finds, where it is better than what another reading found. */
  function scores(prepared, query, flat, trust, found, kind) {
    const { met, about } = meetings(prepared, query);
    const asked = query.reduce((sum, one) => sum + one.value, 0);
    const top = new Map();
    for (const [rank, { total, mask, typo }] of met) {
      const field = prepared.fields[rank];
      const covers = total / asked;
      let held = 0;
      field.weights.forEach((one, place) => { if (mask & 1 << place) held += one; });
      let value = 100 * covers * covers + 35 * covers * (held / field.whole);
      if (field.flat === flat) value += 120;
      else if (field.bare === flat) value += 60;
      else if (field.flat.startsWith(flat) || field.bare.startsWith(flat)) value += 20;
      else if (flat.startsWith(`${field.flat} `)) value += 40;
      value *= trusts[field.kind];
      if (value > (top.get(field.kpi)?.score || 0)) top.set(field.kpi, { score: value, field, mask, typo });
    }
    const nothing = { score: 0, field: null, mask: 0, typo: "" };
    for (const [rank, held] of about) {
      const kpi = prepared.known[rank];
      const best = top.get(rank) || nothing;
      const text = 50 * (held / asked) ** 2;
      const score = (best.score + text) * trust * (kpi.isVariant ? 0.88 : 1) * (kind && kpi.unit && kpi.unit !== kind ? (kind === "n" ? 0.9 : 0.8) : 1);
      if (score <= (found.get(kpi.id)?.score || 0)) continue;
      const isText = text > best.score;
      found.set(kpi.id, { kpi, isExact: best.field?.flat === flat, score, field: isText ? null : best.field, mask: best.mask, typo: isText ? "" : best.typo });
    }
  }

  /* An expression of one word is that word, not all of its family: « activation » is not « active ». */
  const alone = (form) => `=${form.replace(/s$/, "")}`;
  /* Where a phrase stands in these words, with at most `most` words between its own; null where it does not. */
  function places(all, keys, start, most) {
    const found = [start];
    let at = start, missed = 0;
    for (const key of keys.slice(1)) {
      for (at++; at < all.length && all[at].key !== key; at++) if (turns.has(all[at].form) || ++missed > most) return null;
      if (at >= all.length) return null;
      found.push(at);
    }
    return found;
  }

  /* The same words with each known phrase as the words that it stands for. */
  function phrased(all, byFirst, most) {
    const met = all.flatMap((one, start) => [...(byFirst.get(one.key) || []), ...(byFirst.get(alone(one.form)) || [])].map(({ keys, by }) => ({ by, size: 99 * keys.length + keys.join("").length, where: places(all, keys, start, keys.length > 1 ? most : 0) })).filter(({ where }) => where));
    const taken = new Map();  // a word's rank -> the words that it is now
    for (const { by, where } of met.sort((one, other) => other.size - one.size)) {
      if (where.some((rank) => taken.has(rank))) continue;
      where.forEach((rank, place) => taken.set(rank, place ? [] : by));
    }
    return all.flatMap((one, rank) => taken.get(rank) || [one]);
  }

  /* The query's words with all that each may stand for; words that mean nothing here are left out. */
  function understood(prepared, each) {
    const kept = each.filter((one, rank) => !one.isStop && each.findIndex((other) => other.stem === one.stem) === rank);
    const query = kept.length ? kept : each;
    const known = query
      .map((one, rank) => {
        const word = one.stem;
        const near = nearby(prepared, one, rank === query.length - 1);
        const exact = near.get(word) === 1 ? prepared.weight(word) : 0;
        const value = exact || Math.max(0, ...[...near].map(([other, by]) => by * prepared.weight(other)));
        return { word, near, value: vague.has(word) ? 0.4 * value : value };
      })
      .map((one, rank, all) => ({ ...one, value: one.value * asHead(all.slice(0, rank).filter((other) => other.near.size && !vague.has(other.word)).length) }))
      .filter((one) => one.near.size);
    return { known, share: known.length / query.length };
  }

  /* One letter away from a word that is known. */
  function isOneOff(prepared, word) {
    const mask = letters(word);
    return prepared.spellings.some(([, , forms]) => forms.some((form) => form.word.length > 4 && bits(mask & ~form.mask) < 2 && bits(form.mask & ~mask) < 2 && distance(word, form.word, 1) < 2));
  }

  /* « re achat » is « réachat », « tauxattrition » is two words: the query as it is, then with words joined or parted. */
  function readings(prepared, text) {
    const all = words(text);
    const isKnown = (word) => prepared.forms.has(stem(word));
    const isSlip = (word) => prepared.slips.get(word) ?? prepared.slips.set(word, word.length > 5 && isOneOff(prepared, word)).get(word);
    const isNear = (one, other) => isKnown(one + other) || (![one, other].some((word) => isKnown(word) || stop.has(word)) && isSlip(one + other));
    const found = [text];
    const fewer = all.filter((one) => !whole.has(one));
    if (fewer.length && fewer.length < all.length) found.push(fewer.join(" "));
    const parted = prepared.parted.get(all.join(""));
    if (parted) found.push(parted);
    all.forEach((word, rank) => {
      const put = (count, ...by) => found.push([...all.slice(0, rank), ...by, ...all.slice(rank + count)].join(" "));
      if (rank + 1 < all.length && isNear(word, all[rank + 1])) put(2, word + all[rank + 1]);
      if (isKnown(word)) return;
      for (let at = 3; at <= word.length - 3; at++) {
        const [left, right] = [word.slice(0, at), word.slice(at)];
        if ((isKnown(left) && (isKnown(right) || isSlip(right))) || (isKnown(right) && isSlip(left))) put(1, left, right);
      }
    });
    return found;
  }

  /* Where words make a known phrase, each word by itself says less. */
  function both(prepared, text) {
    const all = tokens(text, prepared.short);
    const bare = all.filter((one) => !one.isLight);
    const exact = phrased(bare, prepared.byFirst, 0);
    const loose = phrased(bare, prepared.byFirst, 1);
    const isPhrased = (some) => some.some((one) => one.key === "");
    const isSame = exact.map((one) => one.stem).join(" ") === loose.map((one) => one.stem).join(" ");
    return [
      [bare.length ? bare : all, isPhrased(loose) ? 0.8 : 1],
      ...(isPhrased(exact) ? [[exact, 1]] : []),
      ...(isPhrased(loose) && !isSame ? [[loose, 0.95]] : []),
    ];
  }

  function find(prepared, text, most = 8) {
    if (!words(text).length) return [];
    const flat = words(text).join(" ");
    const isLong = /\bcombien (?:de |d )?(?:temps|mois|annees|ans|semaines|heures|minutes)\b/.test(flat);
    const kind = isLong ? "t" : kinds.get(words(text)[0]) ?? kinds.get(words(text)[1]);
    const found = new Map();
    for (const [one, trust] of readings(prepared, text).flatMap((one) => both(prepared, one))) {
      const { known: query, share } = understood(prepared, one);
      if (!query.length) continue;
      scores(prepared, query, flat, trust * (0.3 + 0.7 * share), found, kind);
    }
    const [only, ...others] = words(text);
    if (!others.length && !prepared.forms.has(stem(only))) for (const [kpi, field] of prepared.initials.get(only) || []) {
      if ((found.get(kpi.id)?.score || 0) < 90) found.set(kpi.id, { kpi, field, mask: -1, typo: "", isExact: false, score: kpi.isVariant ? 80 : 90 });
    }
    together(found, prepared);
    const all = [...found.values()].sort((a, b) => b.score - a.score || (a.kpi.name < b.kpi.name ? -1 : 1));
    const least = Math.min(22, 0.5 * (all[0]?.score || 0));
    return all.filter((one) => one.score > least).slice(0, most);
  }

  /* A variant brings along the KPI that it varies, first unless the variant is named; what answers no better than that KPI, or is another variant of the same, comes after what else answers. */
  function together(found, prepared) {
    const variants = [...found.values()].filter((one) => one.kpi.isVariant).sort((a, b) => b.score - a.score);
    const seen = new Set();
    for (const one of variants) {
      const main = one.kpi.id.split("__")[0];
      const held = found.get(main)?.score || 0;
      const isLesser = !one.isExact && held >= one.score;
      if (isLesser || seen.has(main)) found.set(one.kpi.id, { ...one, score: (isLesser ? 0.8 : 1) * (seen.has(main) ? 0.85 : 1) * one.score });
      if (seen.has(main)) continue;
      seen.add(main);
      const kpi = prepared.byId.get(main);
      const value = (one.isExact ? 0.97 : 1.001) * one.score;
      if (kpi && value > held) found.set(main, { ...one, kpi, score: value });
    }
  }

  const said = (text, value) => text.replace("{}", () => value);
  const answering = ({ field, mask }) => new Set(field ? field.words.filter((_, place) => mask & 1 << place) : []);
  /* Whether this word of a text is one of those that answered: to be underlined. */
  const answers = (found, word) => answering(found).has(stem(fold(word)));

  /* Why this one answers, where its name does not say it. */
  function reason(found, texts, query) {
    if (!found.field) return texts.text;
    if (found.field.kind === "synonym") return said(texts.synonym, found.field.said);
    if (found.field.kind === "acronym") return said(texts.acronym, found.field.said);
    if (found.typo) return said(texts.typo, words(found.field.said).find((one) => stem(one) === found.typo) || found.typo);
    const met = [...answering(found)];
    const asked = words(query).map(stem);
    return found.mask > 0 && !asked.some((one) => met.some((word) => word.startsWith(one) || one.startsWith(word))) ? texts.meaning : "";
  }

  const finder = { prepare, find, reason, said, answers };
  if (typeof module !== "undefined") module.exports = finder;
  else self.kpidefFinder = finder;
})();
