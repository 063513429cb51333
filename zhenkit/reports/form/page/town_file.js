// A town file: YAML as this page writes it, and JSON. What else YAML can say is told with its line, never guessed.

class NotRead extends Error {}

const NULLS = ["", "~", "null", "Null", "NULL"];
const MOST_CHARACTERS = 1 << 20;
const MOST_DEPTH = 8;

/** The mapping that a text holds: texts, null, lists and mappings; throws NotRead with the line. */
function parsed(text) {
  if (text.length > MOST_CHARACTERS) throw new NotRead(say("fileTooLarge"));
  const found = new Reader(text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n")).document();
  const towns = Array.isArray(found) ? found : [found];
  if (towns.length !== 1) throw new NotRead(say("severalTowns"));
  if (!(towns[0] instanceof Map)) throw new NotRead(say("noTown"));
  return towns[0];
}

class Reader {
  constructor(text) {
    Object.assign(this, { text, at: 0 });
  }

  refuse(name, fields) {
    const line = this.text.slice(0, this.at).split("\n").length;
    throw new NotRead(say("atLine", { line, said: say(name, fields) }));
  }

  document() {
    this.at = Math.max(this.text.search(CONTROL), 0);
    this.withoutControl(this.text);
    this.at = 0;
    this.blanks();
    while (/^---[ \t]*(?=\n|$|#)/.test(this.rest())) {
      this.at += 3;
      this.blanks();
    }
    if (this.at >= this.text.length) throw new NotRead(say("noTown"));
    const flow = "{[".includes(this.text[this.at] ?? "?");
    const found = flow ? this.flow(0) : this.block(this.column(), 0);
    if (flow) this.endOfLine();
    this.blanks();
    if (/^(---|\.\.\.)[ \t]*(?=\n|$|#)/.test(this.rest())) {
      this.at += 3;
      this.blanks();
      if (this.at < this.text.length) throw new NotRead(say("severalTowns"));
    }
    if (this.at < this.text.length) this.refuse("notSubset");
    return found;
  }

  rest() {
    const end = this.text.indexOf("\n", this.at);
    return this.text.slice(this.at, end < 0 ? undefined : end);
  }

  column() {
    return this.at - (this.text.lastIndexOf("\n", this.at - 1) + 1);
  }

  /** Past blank lines and comments, to the next thing that is said. */
  blanks() {
    for (;;) {
      const [blank] = this.text.slice(this.at).match(/^[ \n]*/);
      this.at += blank.length;
      if (this.text[this.at] === "\t") this.refuse("tab");
      if (this.text[this.at] !== "#") return;
      this.at += this.rest().length;
    }
  }

  endOfLine() {
    const [blank] = this.rest().match(/^[ \t]*/);
    this.at += blank.length;
    const rest = this.rest();
    if (rest && !(rest.startsWith("#") && (blank || !this.column()))) this.refuse("notSubset");
    this.at += rest.length;
  }

  atMarker() {
    return this.column() === 0 && /^(---|\.\.\.)(?=[ \t]|$)/.test(this.rest());
  }

  /** A mapping or a list whose keys or dashes stand in this column. */
  block(column, depth) {
    if (depth > MOST_DEPTH) this.refuse("notSubset");
    const list = /^-(?= |$)/.test(this.rest());
    const found = list ? [] : new Map();
    while (this.at < this.text.length && this.column() === column && !this.atMarker()) {
      if (list !== /^-(?= |$)/.test(this.rest())) break;
      if (list) {
        this.at += 1;
        found.push(this.value(column, depth, true));
      } else {
        const key = this.key(/^[^\s#:{}[\],&*!|>%@`"'-](?:[^\n:]|:(?! |$))*(?=:(?: |$))/);
        if (found.has(key)) this.refuse("twice", { key: quoted(key) });
        found.set(key, this.value(column, depth, false));
      }
      this.blanks();
    }
    if (this.at < this.text.length && this.column() > column) this.refuse("indented");
    return found;
  }

  key(plain) {
    let found;
    if (`"'`.includes(this.text[this.at])) found = this.inQuotes();
    else {
      [found] = this.rest().match(plain) ?? this.refuse(/^[^\s:]+：/.test(this.rest()) ? "fullColon" : "notSubset");
      if (found === "<<") this.refuse("notSubset");
      this.at += found.length;
    }
    this.at += this.rest().match(/^ */)[0].length;
    if (this.text[this.at] !== ":") this.refuse("notSubset");
    this.at += 1;
    return seen(found);
  }

  /** What stands behind a key or a dash: on its line, or below it further in. */
  value(column, depth, inList) {
    this.at += this.rest().match(/^ */)[0].length;
    const rest = this.rest();
    if (!rest || rest.startsWith("#")) {
      this.blanks();
      const inside = this.column() > column || (!inList && this.column() === column && /^-(?= |$)/.test(this.rest()));
      return this.at < this.text.length && inside && !this.atMarker() ? this.block(this.column(), depth + 1) : null;
    }
    let found;
    if ("{[".includes(rest[0])) found = this.flow(depth + 1);
    else if (`"'`.includes(rest[0])) found = this.inQuotes();
    else if (inList && /^(?:"[^"\\]*"|'[^']*'|[^\s#:{}[\],&*!|>%@`"'-][^\n:]*):(?: |$)/.test(rest)) this.refuse("notSubset");
    else {
      const [plain] = rest.match(/^(?:[^\s#]|\s+(?=[^\s#]))*/);
      if (/^[&*!|>%@`,?}\]]|^-(?: |$)|:(?: |$)/.test(plain)) this.refuse("notSubset");
      this.at += plain.length;
      found = NULLS.includes(plain) ? null : plain;
    }
    this.endOfLine();
    this.blanks();
    if (this.at < this.text.length && this.column() > column && !inList) this.refuse("indented");
    return found;
  }

  flow(depth) {
    if (depth > MOST_DEPTH) this.refuse("notSubset");
    const opening = this.text[this.at++];
    const closing = opening === "[" ? "]" : "}";
    const found = opening === "[" ? [] : new Map();
    for (;;) {
      this.gap();
      if (this.text[this.at] === closing) break;
      if (opening === "[") found.push(this.inFlow(depth));
      else {
        const key = this.key(/^[^\s#:{}[\],&*!|>%@`"'](?:[^\n:{}[\],]|:(?! ))*(?=:)/);
        if (found.has(key)) this.refuse("twice", { key: quoted(key) });
        this.gap();
        found.set(key, ",}".includes(this.text[this.at]) ? null : this.inFlow(depth));
      }
      this.gap();
      if (this.text[this.at] === ",") this.at += 1;
      else if (this.text[this.at] !== closing) this.refuse("notSubset");
    }
    this.at += 1;
    return found;
  }

  gap() {
    this.at += this.text.slice(this.at).match(/^\s*/)[0].length;
    if (this.at >= this.text.length || this.text[this.at] === "#") this.refuse("notSubset");
  }

  inFlow(depth) {
    const first = this.text[this.at];
    if ("{[".includes(first)) return this.flow(depth + 1);
    if (`"'`.includes(first)) return this.inQuotes();
    const [plain] = this.rest().match(/^(?:[^\s#{}[\],]|\s+(?=[^\s#{}[\],]))*/);
    if (!plain || /^[&*!|>%@`?]|^-(?: |$)|:(?: |$)/.test(plain)) this.refuse("notSubset");
    this.at += plain.length;
    return NULLS.includes(plain) ? null : plain;
  }

  inQuotes() {
    const rest = this.rest();
    const single = rest[0] === "'";
    const found = rest.match(single ? /^'((?:[^']|'')*)'/ : /^"((?:[^"\\]|\\.)*)"/) ?? this.refuse("openQuote");
    const value = single
      ? found[1].replaceAll("''", "'")
      : found[1].replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/g, (_whole, escape) => this.escaped(escape));
    this.withoutControl(value);
    this.at += found[0].length;
    return value;
  }

  withoutControl(text) {
    const bad = text.match(CONTROL);
    if (bad) this.refuse("control", codeOf(bad[0]));
  }

  escaped(escape) {
    const plain = { "\\": "\\", '"': '"', "/": "/", " ": " ", n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", 0: "\0" };
    if (escape.length === 1) return plain[escape] ?? this.refuse("notSubset");
    const code = parseInt(escape.slice(1), 16);
    return code <= 0xffff ? String.fromCharCode(code) : code <= 0x10ffff ? String.fromCodePoint(code) : this.refuse("notSubset");
  }
}

const AS_IT_IS = /^[\p{L}\p{Nd}](?:[\p{L}\p{Nd}_（）、，。·%.~/+\-]| (?=[\p{L}\p{Nd}（]))*$/u;
const ESCAPED = /[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]/g;

/** A text in YAML: as it is where it can only be read so, else in quotes. */
function scalar(text) {
  if (AS_IT_IS.test(text) && !NULLS.includes(text)) return text;
  return JSON.stringify(text).replace(ESCAPED, (one, at, whole) => {
    const pair = /[\ud800-\udbff][\udc00-\udfff]/.test(whole.slice(at, at + 2)) || /[\ud800-\udbff][\udc00-\udfff]/.test(whole.slice(at - 1, at + 1));
    return pair ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** A value that was read from a file, on one line, as it was. */
function inOneLine(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  if (value instanceof Map) return `{${[...value].map(([key, each]) => `${scalar(key)}: ${inOneLine(each)}`).join(", ")}}`;
  return scalarInFlow(value);
}

/** The same inside brackets, where more signs have a meaning. */
const scalarInFlow = (text) => (/^[\p{L}\p{Nd}][\p{L}\p{Nd}_%.~\-]*$/u.test(text) && !NULLS.includes(text) ? text : quotedScalar(text));
const quotedScalar = (text) => {
  const found = scalar(text);
  return found.startsWith('"') ? found : JSON.stringify(text);
};

/** A town file: lines of facts ([key, value or list or figures by year]), of evidence, of decisions, and what is unread. */
function townFile({ comments, facts, evidence, decisions, others }) {
  const lines = comments.map((line) => `# ${line.replace(CONTROL, " ").replace(/[\n\r\x85\u2028\u2029]/g, " ")}`);
  for (const [key, value] of facts) lines.push(`${scalar(key)}: ${typeof value === "string" ? scalar(value) : inOneLine(value)}`);
  for (const [key, value] of others) lines.push(`${scalar(key)}: ${typeof value === "string" ? scalar(value) : inOneLine(value)}`);
  if (evidence.length) lines.push("", `${scalar(words.keys.evidence)}:`);
  for (const [key, texts] of evidence) {
    if (texts.length === 1) lines.push(`  ${scalar(key)}: ${scalar(texts[0])}`);
    else lines.push(`  ${scalar(key)}:`, ...texts.map((text) => `    - ${scalar(text)}`));
  }
  if (decisions.length) lines.push("", `${scalar(words.keys.decisions)}:`);
  for (const [number, fields] of decisions) {
    lines.push(`  ${scalar(String(number))}:`, ...fields.map(([key, text]) => `    ${scalar(key)}: ${scalar(text)}`));
  }
  return `${lines.join("\n")}\n`;
}
