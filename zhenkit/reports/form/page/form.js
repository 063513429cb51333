// The page: what is filled in is judged at once; it is saved as a town file, and loaded from one.
//
// Texts of files are only ever set as values and text: nothing of them can become an element or a script.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const WORDS = ["not_met", "review", "relaxed", "met"];
const VERDICTS = ["fail", "review", "relaxed", "pass"];

// what programs may ask of the page: to judge by any data, and to read and write town files
const fromJson = (value) => {
  if (Array.isArray(value)) return value.map(fromJson);
  if (value !== null && typeof value === "object") return new Map(Object.entries(value).map(([key, each]) => [key, fromJson(each)]));
  return value === null || typeof value === "string" ? value : value === true ? "yes" : value === false ? "no" : String(value);
};
const toJson = (value) => {
  if (Array.isArray(value)) return value.map(toJson);
  return value instanceof Map ? Object.fromEntries([...value].map(([key, each]) => [key, toJson(each)])) : value;
};

/** Judges a town by a rule set's data: its facts as JSON of a town file. */
function judge(data, stated, decisions = {}) {
  const rules = compiled(data);
  const raws = Object.fromEntries(Object.entries(stated).map(([id, raw]) => [id, fromJson(raw)]));
  const { values, told } = valuesOf(rules.facts, raws, data);
  const found = judged(rules, values, decisions);
  return {
    told,
    span: found.span,
    criteria: found.criteria.map(({ criterion, span, decide, missing, uncertain, complete }) => {
      const way = enough(criterion, found.facts, rules.facts, span[0], decide);
      const leaves = way?.leaves.map(({ at, fact, by }) => ({ at, fact, by: by ?? null })) ?? [];
      return { span, missing, uncertain, complete, reaches: way?.grade ?? span[0], leaves };
    }),
    written: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, toJson(writtenOf(rules.facts[id], value))])),
  };
}

function start() {
  const data = JSON.parse($("#data").textContent);
  ({ words } = data);
  window.zhenkit = Object.freeze({
    data,
    judge,
    parse: (text) => toJson(parsed(text)),
    load: (text) => load(text, "-"),
    save: () => saved().text,
  });
  const rules = compiled(data);
  const byName = new Map(Object.values(rules.facts).flatMap((fact) => (fact.names ?? []).map((name) => [name, fact])));
  const stated = data.stated.map((id) => rules.facts[id]);
  const boxes = Object.fromEntries($$("[data-fact]").map((box) => [box.dataset.fact, box]));
  const decisionBoxes = $$("[data-decision]");
  const evidenceOf = (fact) => $(`#evidence-${CSS.escape(fact.id)}`);
  let others = { facts: [], evidence: [], decisions: [] };
  let dirty = false;

  // what is filled in

  function gathered() {
    const raws = Object.fromEntries(stated.map((fact) => [fact.id, rawOf(boxes[fact.id], fact)]));
    const { values, told } = valuesOf(rules.facts, raws, data);
    return { raws, values, told, decisions: Object.fromEntries(decisionBoxes.flatMap(decisionIn)) };
  }

  /** A decision as [number, fields]; nothing where it is not whole, which is told. */
  function decisionIn(box) {
    const granted = $("input:checked", box).value;
    const [by, date, why] = $$("[data-field]", box).map((each) => each.value);
    let said = "";
    let found = [];
    try {
      const texts = [readText(by), isMissing(date) ? undefined : day(halfWidth(seen(date))), readText(why)];
      if (texts[1] && isRange(texts[1])) refuse("unread", { value: quoted(date), how: words.how.Date });
      const parts = [granted || undefined, ...texts].filter((part) => part !== undefined).length;
      if (parts === 4) found = [[box.dataset.decision, { granted: granted === "yes", by: texts[0], date: writeDay(texts[1]), why: texts[2] }]];
      else if (parts) said = say("decisionUnfinished");
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      said = error.message;
    }
    tell($(".told", box), said);
    return found;
  }

  function tell(place, said) {
    if (place.textContent !== said) place.textContent = said;
    place.hidden = !said;
  }

  // what comes of it

  const ends = ([worst, best], names, said) =>
    worst === best ? said[names[worst]] : say("ends", { word: said.incomplete, worst: said[names[worst]], best: said[names[best]] });

  function mark(place, span, names = WORDS, said = words.grades) {
    const word = span[0] === span[1] ? names[span[0]] : "incomplete";
    const text = ends(span, names, said);
    const shownNow = place.firstElementChild;
    if (shownNow.textContent !== text) shownNow.textContent = text;
    shownNow.className = `grade ${word}`;
  }

  function refresh() {
    const { values, told, decisions } = gathered();
    for (const fact of stated) {
      const box = boxes[fact.id];
      tell($(".told", box), told[fact.id] ? say("countsAsMissing", { said: told[fact.id] }) : "");
      for (const each of $$("input[type=text], select", box)) each.ariaInvalid = fact.id in told ? "true" : "false";
      if (fact.kind === "series") hintYears(box, values.year);
    }
    const found = judged(rules, values, decisions);
    mark($("#verdict"), found.span, VERDICTS, words.verdicts);
    const required = new Set(rules.criteria.flatMap(({ asked: each }) => each.flatMap((fact) => (fact.bases.length ? fact.bases : [fact.id]))));
    const given = [...required].filter((id) => id in values).length;
    tell($("#given"), say("given", { given, all: required.size }));
    for (const each of found.criteria) {
      for (const place of $$(`[data-grade-of="${each.criterion.number}"]`)) mark(place, each.span);
      showNext(each, found.facts);
      const box = $(`[data-decision="${each.criterion.number}"]`);
      box.hidden = !each.checked.includes(REVIEW) && !$$("[data-field]", box).some((text) => text.value);
    }
    showLeaves(found.facts);
    for (const place of $$("[data-computed]")) {
      const fact = rules.facts[place.dataset.computed];
      place.textContent = shown(fact, found.facts[fact.id]);
    }
    rules.merits.forEach((merit, at) => {
      const [worst, best] = spanOf(merit, found.facts, rules.facts);
      $(`[data-merit="${at}"]`).textContent = say(best === NOT_MET ? "notHeld" : worst >= RELAXED ? "held" : "open");
    });
  }

  function hintYears(box, town) {
    const rows = $$(".of-year .year", box);
    const last = town && !isRange(town) ? town.n : null;
    rows.forEach((each, at) => (each.placeholder = last === null ? "" : String(last - BigInt(rows.length - 1 - at))));
  }

  function showLeaves(facts) {
    const places = new Map($$("[data-leaf]").map((place) => [place.dataset.leaf, place]));
    for (const { leaves, choices } of [...rules.criteria, ...rules.merits]) {
      const cases = completions(facts, choices);
      for (const leaf of leaves) {
        const spans = cases.map((known) => spanOfLeaf(leaf, known, rules.facts));
        mark($(".asks", places.get(String(leaf.at))), [Math.min(...worsts(spans)), Math.max(...bests(spans))]);
      }
    }
  }

  /** What is missing, and what would be enough, each with a link to its field. */
  function showNext({ criterion, span, decide, missing, uncertain, complete }, facts) {
    const place = $(`[data-next-of="${criterion.number}"]`);
    const parts = [];
    const links = (ids) => ids.flatMap((id, at) => [...(at ? [say("listComma")] : []), linkTo(rules.facts[id])]);
    const line = (name, ids) => {
      const [before, after] = words[name].split("{list}");
      parts.push(paragraph(before, ...links(ids), after));
    };
    if (missing.length) line("missing", missing);
    if (uncertain.length) line("uncertain", uncertain);
    if (!complete) parts.push(paragraph(say("notAll")));
    const way = span[0] < MET ? enough(criterion, facts, rules.facts, span[0], decide) : null;
    if (way) {
      parts.push(paragraph(say("enough", { grade: words.grades[WORDS[way.grade]] })));
      const list = document.createElement("ul");
      for (const leaf of way.leaves) list.append(step(leaf, facts));
      parts.push(list);
    } else if (span[0] < RELAXED) {
      parts.push(paragraph(say("noWay", { grade: words.grades[WORDS[span[0]]] })));
    }
    const said = parts.map((part) => part.textContent).join("\n");
    if (place.dataset.said === said) return;
    place.dataset.said = said;
    place.replaceChildren(...parts);
  }

  function paragraph(...parts) {
    const made = document.createElement("p");
    made.append(...parts);
    return made;
  }

  function linkTo(fact) {
    const made = document.createElement("a");
    made.textContent = fact.label;
    made.href = `#fact-${fact.id}`;
    return made;
  }

  function step(leaf, facts) {
    const fact = rules.facts[leaf.fact];
    const named = data.required[leaf.at];
    const required = !leaf.by ? named : facts[leaf.by] !== undefined ? named[facts[leaf.by]] : Object.entries(named)
      .map(([choice, text]) => `${rules.facts[leaf.by].labels[choice]}: ${text}`).join(say("listComma"));
    const made = document.createElement("li");
    const text = say("standsAt", { fact: fact.label, value: shownOf(fact, facts[fact.id]), required });
    const target = fact.bases.length ? fact.bases[0] : fact.id;
    const link = document.createElement("a");
    link.href = `#fact-${target}`;
    link.textContent = text;
    made.append(link);
    return made;
  }

  // town files

  function textsOf(fact) {
    return (evidenceOf(fact)?.value ?? "").split("\n").map(seen).filter((text) => !isMissing(text));
  }

  function partsOf(box) {
    return [$("input:checked", box)?.value ?? "", ...$$("[data-field]", box).map((one) => one.value)];
  }

  function saved() {
    const { raws, values, told, decisions } = gathered();
    const facts = stated.filter((fact) => fact.id in values).map((fact) => [fact.key, writtenOf(fact, values[fact.id])]);
    const evidence = stated.map((fact) => [fact.key, textsOf(fact)]).filter(([, texts]) => texts.length);
    const bad = stated.filter((fact) => CONTROL.test(evidenceOf(fact)?.value ?? ""));
    const unfinished = decisionBoxes.filter((box) => !Object.hasOwn(decisions, box.dataset.decision)
      && partsOf(box).some((text) => !isMissing(text)));
    const lost = [
      ...stated.filter((fact) => fact.id in told).map((fact) => [fact.key, raws[fact.id]]),
      ...bad.map((fact) => [`${words.keys.evidence}.${fact.key}`, evidenceOf(fact).value]),
      ...unfinished.map((box) => [`${words.keys.decisions}.${box.dataset.decision}`, partsOf(box).join(" / ")]),
    ];
    const fields = words.decision_keys;
    const decided = Object.entries(decisions).map(([number, { granted, by, date, why }]) => [
      number,
      [[fields.granted, granted ? words.saved.yes : words.saved.no], [fields.by, by], [fields.date, date], [fields.why, why]],
    ]);
    const text = townFile({
      comments: [
        say("comment", { rules: data.rules }),
        ...lost.map(([key, raw]) => say("unreadComment", { line: `${key}: ${inOneLine(raw)}` })),
      ],
      facts,
      others: others.facts,
      evidence: [...evidence.filter(([key]) => !bad.some((fact) => fact.key === key)), ...others.evidence],
      decisions: [...decided, ...others.decisions],
    });
    return { text, name: values.name, unread: lost.map(([key]) => key) };
  }

  function inform(said) {
    tell($("#told"), said);
  }

  function save() {
    const { text, name, unread } = saved();
    if (name === undefined) {
      inform(say("needsName"));
      $("input", boxes.name).focus();
      return;
    }
    const file = `${[...name.replace(/[\\/:*?"<>|\s]+/g, "_")].slice(0, 60).join("")}.yaml`;
    const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    const link = document.createElement("a");
    Object.assign(link, { href: address, download: file });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    dirty = false;
    const list = unread.join(say("listComma"));
    inform(say(list ? "savedWithout" : "savedAs", { file, list }));
  }

  function clear() {
    $("#form").reset();
    others = { facts: [], evidence: [], decisions: [] };
    for (const fact of stated) if (fact.kind === "series") putYears(boxes[fact.id], fact, null);
    dirty = false;
  }

  /** Fills the form with a town file; throws NotRead, and leaves the form as it is, where the file is not read. */
  function load(text, file) {
    const town = parsed(text);
    clear();
    const refused = [];
    const taken = new Set();
    const attempt = (name, doing) => {
      try {
        doing();
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        refused.push(`${name}: ${error.message}`);
      }
    };
    for (const [name, raw] of town) {
      const fact = byName.get(name);
      const section = Object.hasOwn(words.sections, name) ? words.sections[name] : null;
      if (fact && fact.id in boxes) {
        attempt(name, () => {
          if (taken.has(fact.id)) refuse("yearTwice", { value: quoted(name) });
          taken.add(fact.id);
          put(boxes[fact.id], rules.facts[fact.id], raw);
        });
      } else if (section && raw === null) continue;
      else if (section && !(raw instanceof Map)) refused.push(name);
      else if (section === "evidence") for (const each of raw) attempt(`${name} ${each[0]}`, () => loadEvidence(...each));
      else if (section === "decisions") for (const each of raw) attempt(`${name} ${each[0]}`, () => loadDecision(...each));
      else others.facts.push([name, raw]);
    }
    refresh();
    const kept = [...others.facts, ...others.evidence, ...others.decisions].map(([name]) => name);
    const lines = [say("loaded", { file })];
    if (kept.length) lines.push(say("keptOthers", { list: kept.join(say("listComma")) }));
    if (refused.length) lines.push(say("notTaken", { list: refused.join(say("listComma")) }));
    inform(lines.join("\n"));
    return refused;
  }

  function loadEvidence(name, raw) {
    const fact = byName.get(name);
    const texts = (Array.isArray(raw) ? raw : [raw]).filter((text) => text !== null);
    if (texts.some((text) => typeof text !== "string")) refuse("oneValue");
    const place = fact && fact.id in boxes ? evidenceOf(fact) : null;
    if (!place) {
      if (texts.length) others.evidence.push([name, texts]);
      return;
    }
    place.value = [place.value, ...texts].filter(Boolean).join("\n");
    place.closest("details").open = Boolean(place.value);
  }

  function loadDecision(name, raw) {
    const box = decisionBoxes.find((each) => each.dataset.decision === seen(name));
    if (!(raw instanceof Map) || [...raw.values()].some((text) => text !== null && typeof text !== "string")) refuse("decisionUnfinished");
    if (!box) {
      others.decisions.push([name, [...raw].map(([key, text]) => [key, text ?? ""])]);
      return;
    }
    for (const [key, text] of raw) {
      const field = Object.hasOwn(words.decision, key) ? words.decision[key] : refuse("decisionUnfinished");
      const word = (text ?? "").toLowerCase();
      if (field !== "granted") $(`[data-field="${field}"]`, box).value = text ?? "";
      else {
        const value = words.yes.includes(word) ? "yes" : words.no.includes(word) ? "no" : refuse("neitherYesNorNo", { value: quoted(word) });
        $(`[value="${value}"]`, box).checked = true;
      }
    }
  }

  async function open(file) {
    try {
      if (file.size > MOST_CHARACTERS) throw new NotRead(say("fileTooLarge"));
      let text;
      try {
        text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      } catch {
        throw new NotRead(say("notText"));
      }
      load(text, file.name);
    } catch (error) {
      if (!(error instanceof NotRead)) throw error;
      inform(say("notLoaded", { file: file.name, said: error.message }));
    }
  }

  // what people do

  const mayGo = () => !dirty || window.confirm(say("replace"));
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 120);
  };
  $("#form").addEventListener("input", (event) => {
    dirty = true;
    const box = event.target.closest("[data-fact]");
    if (event.target.matches(".none") && event.target.checked) for (const each of $$(".member", box)) each.checked = false;
    if (event.target.matches(".member") && event.target.checked) $(".none", box).checked = false;
    soon();
  });
  $("#form").addEventListener("submit", (event) => event.preventDefault());
  $("#form").addEventListener("click", (event) => {
    if (!event.target.matches(".more")) return;
    addYear(event.target.closest("[data-fact]")).querySelector("input").focus();
    soon();
  });
  $("#save").addEventListener("click", save);
  $("#load").addEventListener("click", () => mayGo() && $("#file").click());
  $("#file").addEventListener("change", ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (file) open(file);
  });
  $("#print").addEventListener("click", () => window.print());
  $("#clear").addEventListener("click", () => {
    if (!mayGo()) return;
    clear();
    refresh();
    inform("");
  });
  window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  refresh();
}

start();
