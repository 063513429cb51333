// The fields of the page -> what a town file would have for each fact, and back; and from that to values.

const isYesNo = (fact) => fact.kind === "YesNo";

/** The value of what a file or a field has for a fact: a text, a list, figures by year (a Map), or null. */
function valueOf(fact, raw) {
  if (raw === null || raw === undefined || (typeof raw === "string" && isMissing(raw))) return undefined;
  if (fact.kind === "series") return seriesOf(fact, raw);
  if (fact.kind === "set") return setOf(fact, raw);
  if (typeof raw !== "string") refuse("oneValue");
  if (fact.kind === "Text") return fact.placeholders?.includes(seen(raw)) ? undefined : readText(raw);
  if (isYesNo(fact)) {
    const word = seen(raw).toLowerCase();
    if (words.yes.includes(word)) return true;
    return words.no.includes(word) ? false : refuse("neitherYesNorNo", { value: quoted(raw) });
  }
  if (fact.members) {
    const member = memberOf(fact, raw);
    return fact.kind === "level" ? fraction(BigInt(fact.members.indexOf(member))) : member;
  }
  return readFigure(fact, raw);
}

function memberOf(fact, raw) {
  const word = seen(raw);
  const names = fact.names_of_members;
  const found = Object.hasOwn(names, word) ? names[word] : Object.hasOwn(names, word.toLowerCase()) ? names[word.toLowerCase()] : null;
  return found ?? refuse("unknownWord", { value: quoted(word), list: Object.values(fact.labels).join(say("listComma")) });
}

function setOf(fact, raw) {
  if (raw instanceof Map) refuse("oneValue");
  const texts = (Array.isArray(raw) ? raw : Object.hasOwn(fact.names_of_members, seen(raw)) ? [raw] : raw.split(/[;；,，、\n\r/／]/)).map(
    (text) => (typeof text === "string" ? seen(text) : refuse("oneValue"))
  );
  const named = texts.filter(Boolean);
  if (named.length === 1 && words.none.includes(named[0].toLowerCase())) return new Set();
  return new Set(named.map((word) => memberOf(fact, word)));
}

function seriesOf(fact, raw) {
  if (!(raw instanceof Map) || !raw.size || raw.size > 200) refuse("figuresByYear");
  const years = new Map();
  for (const [name, text] of raw) {
    const found = year(halfWidth(seen(name)));
    if (isRange(found)) refuse("figuresByYear");
    if (years.has(found.n)) refuse("yearTwice", { value: quoted(name) });
    if (text !== null && typeof text !== "string") refuse("oneValue");
    years.set(found.n, text === null ? null : (readFigure(fact, text, fact.figure) ?? null));
  }
  return { years: [...years].sort(([a], [b]) => sign(a - b)) };
}

/** A value as a town file in the page's language has it: a text, a list of texts, a Map of texts by year. */
function writtenOf(fact, value) {
  if (fact.kind === "series") {
    return new Map(value.years.map(([each, figure]) => [String(each), figure === null ? null : write(fact.figure, figure)]));
  }
  if (fact.kind === "set") return fact.members.filter((member) => value.has(member)).map((member) => fact.written[member]);
  if (fact.kind === "level") return fact.written[fact.members[value.n]];
  if (fact.kind === "choice") return fact.written[value];
  if (isYesNo(fact)) return value ? words.saved.yes : words.saved.no;
  return fact.kind === "Text" ? value : write(fact.kind, value);
}

/** A value for a person. */
function shownOf(fact, value) {
  if (value === undefined) return say("missingWord");
  if (fact.kind === "level") return fact.labels[fact.members[value.n]];
  if (fact.kind === "choice") return fact.labels[value];
  if (fact.kind === "set") return [...value].map((member) => fact.labels[member]).join(say("listComma")) || words.saved.none;
  if (isYesNo(fact)) return value ? words.saved.yes : words.saved.no;
  return fact.derived ? shown(fact, value) : write(fact.kind, value);
}

/** The values of a mapping from facts to what is stated of them, and what of it cannot be read, by the fact's id. */
function valuesOf(facts, raws, data) {
  const [values, told] = [{}, {}];
  for (const [id, raw] of Object.entries(raws)) {
    try {
      const value = valueOf(facts[id], raw);
      const negative = data.never_negative[id];
      if (negative !== undefined && isBelowZero(value)) refuse("negative", { fact: negative });
      if (value !== undefined) values[id] = value;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      told[id] = error.message;
    }
  }
  for (const fact of data.held_to.map((id) => facts[id])) {
    const value = computed(fact, values, facts);
    if (value === UNDEFINED || mayBe(value)) continue;
    const [low, high] = bounds(value);
    if (!(fact.most && compare(low, fact.most) > 0) && !(fact.least && compare(high, fact.least) < 0)) continue;
    for (const base of fact.bases.filter((each) => each in values)) {
      told[base] = say("contradiction", { fact: fact.label, value: shown(fact, value) });
    }
    fact.bases.forEach((base) => delete values[base]);
  }
  return { values, told };
}

const isBelowZero = (value) =>
  (value?.years ? value.years.map(([, figure]) => figure) : [value]).some((figure) => figure && bounds(figure)[0].n < 0n);

/** What the controls of a fact's field say. */
function rawOf(box, fact) {
  if (isYesNo(fact)) return box.querySelector("input:checked")?.value || null;
  if (fact.kind === "set") {
    if (box.querySelector(".none").checked) return [];
    const chosen = [...box.querySelectorAll(".member:checked")].map((each) => each.value);
    return chosen.length ? chosen : null;
  }
  if (fact.kind === "series") {
    const years = new Map();
    for (const row of box.querySelectorAll(".of-year")) {
      const [named, figure] = [row.querySelector(".year"), row.querySelector(".figure").value];
      const name = seen(named.value) || (isMissing(figure) ? "" : named.placeholder);
      if (!name && isMissing(figure)) continue;
      if (years.has(name)) return new Map([...years, [`${name} `, figure]]); // which is told
      years.set(name, isMissing(figure) ? null : figure);
    }
    return years.size ? years : null;
  }
  return box.querySelector("input, select").value;
}

/** Puts what a file has for a fact into its field; throws Unreadable where its boxes cannot say it. */
function put(box, fact, raw) {
  const boxed = isYesNo(fact) || fact.members;
  const value = boxed ? valueOf(fact, raw) : undefined;
  if (isYesNo(fact)) {
    box.querySelector(`[value="${value === undefined ? "" : value ? "yes" : "no"}"]`).checked = true;
  } else if (fact.kind === "set") {
    for (const each of box.querySelectorAll(".member")) each.checked = value?.has(each.value) ?? false;
    box.querySelector(".none").checked = value?.size === 0;
  } else if (fact.kind === "series") {
    putYears(box, fact, raw);
  } else if (fact.members) {
    box.querySelector("select").value = value === undefined ? "" : fact.kind === "level" ? fact.members[value.n] : value;
  } else {
    if (raw !== null && typeof raw !== "string") refuse("oneValue");
    box.querySelector("input").value = raw ?? "";
  }
}

function putYears(box, fact, raw) {
  if (raw !== null && !(raw instanceof Map)) refuse("figuresByYear");
  const figures = [...(raw ?? [])];
  if (figures.length > 200 || figures.some(([, figure]) => figure !== null && typeof figure !== "string")) refuse("figuresByYear");
  while (box.querySelectorAll(".of-year").length < figures.length) addYear(box);
  box.querySelectorAll(".of-year").forEach((row, at) => {
    row.querySelector(".year").value = figures[at]?.[0] ?? "";
    row.querySelector(".figure").value = figures[at]?.[1] ?? "";
  });
}

function addYear(box) {
  const rows = box.querySelectorAll(".of-year");
  const row = rows[rows.length - 1].cloneNode(true);
  for (const each of row.querySelectorAll("input")) each.value = "";
  rows[rows.length - 1].after(row);
  return row;
}
