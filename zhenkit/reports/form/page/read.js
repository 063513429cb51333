// What people write into a field -> a value, and back: as town files have it (facts/quantities.py reads more than this).

class Unreadable extends Error {}

let words = {};
/** A message of the page's own words, its fields filled in. */
const say = (name, fields = {}) => words[name].replace(/\{(\w+)\}/g, (_whole, field) => fields[field] ?? "");
const refuse = (name, fields) => {
  throw new Unreadable(say(name, fields));
};
const quoted = (text) => `'${text.length <= 60 ? text : `${text.slice(0, 57)}...`}'`;

const HIDDEN = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const PLAIN = { "\u3000": " ", "\uffe1": "£", "\uffe5": "¥" };

/** A text as a person sees it. */
const seen = (text) => text.replace(HIDDEN, "").trim();
const halfWidth = (text) =>
  text.replace(/[\uff01-\uff5e\u3000\uffe1\uffe5]/g, (one) => PLAIN[one] ?? String.fromCharCode(one.charCodeAt(0) - 0xfee0));
const isMissing = (text) => ["", "未知"].includes(seen(text));

const codeOf = (character) => ({ code: `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}` });

function withoutControl(text) {
  const bad = text.match(CONTROL);
  return bad ? refuse("control", codeOf(bad[0])) : text;
}

const INEXACT = /约|近|超|逾|余|多|不足|不到|不少于|不低于|不超过|至少|至多|高于|低于|以上|以下|以内|左右|上下|前后|估|预计|几|[<>≤≥≈]|\d\+/;

/** Says why a text is no figure: a guess, a word, or how such a figure is written. */
function noFigure(text, kind) {
  if (INEXACT.test(text) && /[0-9]/.test(text)) refuse("inexact", { value: quoted(text), range: words.ranges[kind] });
  if (["无", "没有"].includes(text)) refuse("nothing", { value: quoted(text) });
  refuse("unread", { value: quoted(text), how: words.how[kind] });
}

function rangeOf(low, high, text) {
  if (isRange(low) || isRange(high)) refuse("twoEnds");
  if (compare(low, high) > 0) refuse("down", { value: quoted(text) });
  return spread(low, high);
}

const FEN = { 亿: 10n ** 10n, 万: 10n ** 6n, "": 100n };
const MOST_FEN = 10n ** 16n;
const MOST_COUNT = 10n ** 12n;
const NUMBER = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?";
const MONEY = RegExp(`^(${NUMBER})\\s*(亿|万|)\\s*元?$`);
const COMPOUND = /^([0-9]+)\s*亿\s*([0-9]+(?:\.[0-9]+)?)\s*万\s*元?$/;
const COUNT = /^([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0*)?$/;
const DECIMAL = /^([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,18})(?:\.([0-9]{1,18}))?$/;
const RANGE = /^(.+?)\s*(?:~|至|-|–|—)\s*(.+)$/;
const SIGNED_RANGE = /^(.+?)\s*(?:~|至)\s*(.+)$/;
const DAY = /^([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|\/([0-9]{1,2})\/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日)$/;
const YEAR = /^(19[0-9]{2}|20[0-9]{2}|2100)$/;

const decimal = (digits, part = "") => fraction(BigInt(digits.replaceAll(",", "") + part), 10n ** BigInt(part.length));

function fen(number, scale, text) {
  const [digits, part = ""] = number.split(".");
  const found = times(decimal(digits, part), fraction(FEN[scale]));
  if (!whole(found)) refuse("finer", { value: quoted(text) });
  return limit(found, text);
}

function limit(found, text) {
  if (found.n > MOST_FEN) refuse("tooMuch", { value: quoted(text) });
  return found;
}

function money(text, unit) {
  let found = text.match(MONEY);
  if (found) {
    const bare = !found[2] && !text.endsWith("元");
    if (bare && unit === undefined) refuse("noUnit", { value: quoted(text) });
    return fen(found[1], bare ? unit.replace("元", "") : found[2], text);
  }
  found = text.match(COMPOUND);
  if (found) {
    if (Number(found[2]) >= 10000) refuse("unread", { value: quoted(text), how: words.how.Money });
    return limit(plus(fen(found[1], "亿", text), fen(found[2], "万", text)), text);
  }
  found = !text.startsWith("-") && text.match(RANGE);
  if (!found) noFigure(text, "Money");
  // 9.5~10.5亿元: the first end takes the unit of the second, unless that is 1亿5000万元 and so has two
  const shared = (!COMPOUND.test(found[2]) && found[2].match(/[亿万]元?$|元$/)?.[0]) || unit;
  return rangeOf(money(found[1], shared), money(found[2], shared), text);
}

function signedMoney(text) {
  if (!/^-|(?:~|至)\s*-/.test(text)) return money(text);
  const one = (end, unit) => {
    const found = money(end.replace(/^-\s*/, ""), unit);
    if (isRange(found)) refuse("unread", { value: quoted(end), how: words.how.SignedMoney });
    return end.startsWith("-") ? fraction(-found.n) : found;
  };
  const found = text.match(SIGNED_RANGE);
  if (!found) return one(text);
  const last = found[2].replace(/^-/, "");
  const shared = (!COMPOUND.test(last) && last.match(/[亿万]元?$|元$/)?.[0]) || undefined;
  return rangeOf(one(found[1], shared), one(found[2], shared), text);
}

function count(text) {
  let found = text.match(COUNT);
  if (found) {
    const value = decimal(found[1]);
    if (value.n > MOST_COUNT) refuse("tooMany", { value: quoted(text) });
    return value;
  }
  found = !text.startsWith("-") && text.match(RANGE);
  if (!found) noFigure(text, "Count");
  return rangeOf(count(found[1]), count(found[2]), text);
}

function number(text, mark, kind) {
  const bare = mark && text.endsWith(mark) ? text.slice(0, -1).trimEnd() : text;
  let found = (!mark || bare !== text) && bare.match(DECIMAL);
  if (found) {
    const value = decimal(found[2], found[3]);
    return times(value, fraction(found[1] === "-" ? -1n : 1n, mark ? 100n : 1n));
  }
  found = text.match(SIGNED_RANGE);
  if (!found) noFigure(text, kind);
  const first = !mark || found[1].endsWith(mark) ? found[1] : found[1] + mark;
  return rangeOf(number(first, mark, kind), number(found[2], mark, kind), text);
}

function day(text) {
  const ends = text.split(/\s*[~至]\s*/).map((end) => {
    const parts = end.match(DAY)?.slice(1).filter((part) => part !== undefined).map(BigInt);
    if (!parts) refuse("unread", { value: quoted(text), how: words.how.Date });
    return fraction(ordinal(...parts) ?? refuse("noDay", { value: quoted(end) }));
  });
  if (ends.length > 2) refuse("twoEnds");
  return rangeOf(ends[0], ends.at(-1), text);
}

function year(text) {
  const ends = text.split(/\s*~\s*/).map((end) => end.match(YEAR));
  if (ends.length > 2 || ends.includes(null)) refuse("unread", { value: quoted(text), how: words.how.Year });
  return rangeOf(decimal(ends[0][1]), decimal(ends.at(-1)[1]), text);
}

const FIGURES = {
  Count: count,
  Year: year,
  Money: (text) => money(text),
  SignedMoney: signedMoney,
  Number: (text) => number(text, "", "Number"),
  Percent: (text) => number(text, "%", "Percent"),
  Date: day,
};

/** A figure of a fact (of a series: of one year) from its text; undefined where it says that it is missing. */
function readFigure(fact, text, kind = fact.kind) {
  if (isMissing(text)) return undefined;
  if (withoutControl(text).length > 100) refuse("long", { value: quoted(text) });
  const value = FIGURES[kind](halfWidth(seen(withoutUnit(fact, text))));
  const [low, high] = bounds(value);
  if (fact.most && compare(high, fact.most) > 0) refuse("above", { value: write(kind, high), end: write(kind, fact.most) });
  if (fact.least && compare(low, fact.least) < 0) refuse("below", { value: write(kind, low), end: write(kind, fact.least) });
  return value;
}

/** A figure without the measure word or the unit behind it: 12户, 60平方公里. */
function withoutUnit({ units = [] }, text) {
  if (!units.length) return text;
  const listed = [...units].sort((a, b) => b.length - a.length).map((unit) => unit.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return text.replace(RegExp(`(?<=[0-9０-９])\\s*(?:${listed.join("|")})(?=\\s*(?:[~～至–—-]|$))`, "g"), "");
}

function readText(text) {
  return isMissing(text) ? undefined : seen(withoutControl(text));
}

/** A number as a town file has it, exact; what no decimal holds to four places, behind a sign. */
function writeNumber(value, mark = "") {
  if (!value.d) return value.n > 0n ? "∞" : "-∞";
  const size = value.n < 0n ? -value.n : value.n;
  const places = value.root || (10n ** 18n) % value.d ? 4n : 18n;
  const scale = 10n ** places;
  const scaled = value.root ? BigInt(Math.round(approximately(value) * 1e4)) : (2n * size * scale + value.d) / (2n * value.d);
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(Number(places) + 1, "0");
  const [upper, part] = [digits.slice(0, -Number(places)), digits.slice(-Number(places)).replace(/0+$/, "")];
  const below = value.root ? scaled < 0n : value.n < 0n;
  return `${places === 4n ? "≈" : ""}${below ? "-" : ""}${upper}${part && `.${part}`}${mark}`;
}

/** A growth over several years, to be shown: the one figure here that is not exact. */
const approximately = ({ n, d, root }) => (Number((n * 10n ** 15n) / d) / 1e15) ** (1 / root) - 1;

function writeMoney(value) {
  if (!value.d || !whole(value)) return value.d ? `≈${writeMoney(floor(value))}` : writeNumber(value);
  if (value.n < 0n) return `-${writeMoney(fraction(-value.n))}`;
  const scale = ["亿", "万"].find((one) => value.n >= FEN[one]) ?? "";
  return `${writeNumber(fraction(value.n, FEN[scale]))}${scale}元`;
}

function writeDay({ n }) {
  const [year_, month, date] = calendar(n).map(String);
  return `${year_.padStart(4, "0")}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
}

const percent = (value) => (value.root ? value : times(value, fraction(100n)));
const WRITTEN = {
  Money: writeMoney,
  SignedMoney: writeMoney,
  Percent: (value) => (value.root ? rootInPercent(value) : writeNumber(value.d ? percent(value) : value, "%")),
  Date: writeDay,
};
const rootInPercent = (value) => `≈${(approximately(value) * 100).toFixed(4).replace(/\.?0+$/, "")}%`;

/** A figure, or a range of them, as a town file has it. */
function write(kind, value) {
  const one = WRITTEN[kind] ?? ((figure) => writeNumber(figure));
  return isRange(value) ? `${one(value.low)}~${one(value.high)}` : one(value);
}

/** What a computed fact comes to, for a person. */
function shown(fact, value) {
  if (value === UNDEFINED) return say("undefined");
  if (mayBe(value)) return say("orUndefined", { figure: shown(fact, value.orUndefined) });
  if (isRange(value) && !value.high.d) {
    const nothing = !value.low.d || [0n, -1n].includes(value.low.n) && whole(value.low);
    return nothing ? say("notKnown") : say("from", { figure: write(fact.kind, value.low) });
  }
  return write(fact.kind, value);
}
