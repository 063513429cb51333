// Facts computed from other facts, each with its own rule for bounds (facts/derived.py says the same in Python).
//
// A value is missing (undefined), a number, a range {low, high}, UNDEFINED (divided by 0), or {orUndefined: ...};
// figures by year are {years: [[2023n, value or null], ...]}, earliest first.

const UNDEFINED = Symbol("divided by 0");

const isRange = (value) => value?.low !== undefined;
const mayBe = (value) => value?.orUndefined !== undefined;
const spread = (low, high) => (compare(low, high) ? { low, high } : low);

function bounds(value, lowest = ZERO) {
  if (value == null) return [lowest, INFINITE];
  return isRange(value) ? [value.low, value.high] : [value, value];
}

/** The smallest value that stands for all of these. */
function hull(values) {
  const undefinedToo = values.some((value) => value === UNDEFINED || mayBe(value));
  const ends = values.filter((value) => value !== UNDEFINED).map((value) => bounds(mayBe(value) ? value.orUndefined : value));
  if (!ends.length) return UNDEFINED;
  const found = spread(least(ends.map(([low]) => low)), greatest(ends.map(([, high]) => high)));
  return undefinedToo ? { orUndefined: found } : found;
}

/** The yearly growth that makes this factor in so many years. */
function growth(factor, years) {
  if (!factor.n || !factor.d || years === 1) return minus(factor, ONE);
  return { n: factor.n, d: factor.d, root: years };
}

/** What a computed fact comes to in a town that states these facts. */
function computed(fact, facts, dictionary) {
  const known = { ...facts };
  for (const part of fact.parts.map((id) => dictionary[id])) {
    if (part.derived) known[part.id] = computed(part, facts, dictionary);
  }
  const way = fact.derived;
  if (!way.anchored || !isRange(known.year)) return DERIVATIONS[way.kind](way, known);
  const values = [];
  for (let year = known.year.low.n; year <= known.year.high.n; year++) {
    values.push(DERIVATIONS[way.kind](way, { ...known, year: fraction(year) }));
  }
  return hull(values);
}

/** What a divisor may be that is not 0; null where it is nothing else. */
function aboveZero(way, [low, high]) {
  if (!high.n) return null;
  return [greatest([low, way.whole ? ONE : ZERO]), high];
}

/** What a quotient comes to: `defined` where its divisor is not 0 (null: it is), which it may be or not. */
function quotientOf(way, defined, byZero) {
  if (!byZero) return defined;
  if (way.by_zero === "review") return defined === null ? UNDEFINED : { orUndefined: defined };
  const end = way.by_zero === "highest" ? INFINITE : way.growth ? fraction(-1n) : way.lowest;
  return defined === null ? end : hull([defined, end]);
}

function lastYear(way, facts) {
  if (typeof way.until === "bigint") return way.until;
  if (way.until === null && facts.year && !isRange(facts.year)) return facts.year.n;
  const years = facts[way.bases[0]]?.years;
  return years && (years.findLast(([, figure]) => figure !== null) ?? years.at(-1))[0];
}

/** The bounds of each of the last years, and of `more` before them. */
function figuresOf(way, facts, more = 0) {
  const last = lastYear(way, facts);
  const known = new Map(facts[way.bases[0]]?.years);
  return Array.from({ length: way.years + more }, (_none, at, back = BigInt(way.years + more - 1 - at)) =>
    bounds(last === undefined ? null : known.get(last - back), way.lowest)
  );
}

const lows = (figures) => figures.map(([low]) => low);
const highs = (figures) => figures.map(([, high]) => high);

function fromFirstToLast(way, facts, years) {
  const figures = figuresOf(way, facts, 1);
  const first = aboveZero(way, figures[0]);
  const [low, high] = figures.at(-1);
  const found = first && spread(growth(quotient(low, first[1]), years), growth(quotient(high, first[0]), years));
  return quotientOf(way, found, !figures[0][0].n);
}

function leastGrowth(way, facts) {
  const figures = figuresOf(way, facts, 1);
  const last = figures.at(-1);
  const divisors = figures.slice(0, -1).map((figure) => aboveZero(way, figure));
  const byZero = figures.slice(0, -1).some(([low]) => !low.n);
  const found = divisors.includes(null) ? null : leastStep(way, [...divisors, last]);
  if (way.by_zero !== "highest" || !byZero) return quotientOf(way, found, byZero);
  // a step from 0 counts as above all, one to 0 from more is the lowest: so most comes of starting with years of 0
  if (!figures.slice(0, -1).some(([, high]) => high.n > 0n)) return INFINITE;
  const steps = figures.slice(1).flatMap((after, at) => (figures[at][1].n > 0n ? [quotient(after[0], figures[at][1])] : []));
  const later = [found];
  for (let start = 1; start < figures.length && figures[start - 1][0].n <= 0n; start++) {
    const rest = divisors.slice(start);
    if (!rest.includes(null)) later.push(leastStep(way, [...rest, last]));
  }
  const ends = later.filter((each) => each !== null).map((each) => bounds(each)[1]);
  return spread(minus(steps.length ? least(steps) : ZERO, ONE), ends.length ? greatest(ends) : fraction(-1n));
}

/** The least growth between figures of which all but the last are above 0 (an end of 0 is never reached). */
function leastStep(way, figures) {
  if (figures.length === 1) return INFINITE;
  const low = least(figures.slice(1).map((after, at) => growth(quotient(after[0], figures[at][1]), 1)));
  const stretches = figures.flatMap((after, last) =>
    figures.slice(0, last).map((before, first) => growth(quotient(after[1], before[0]), last - first))
  );
  const high = least(stretches);
  return spread(low, way.whole && compare(low, high) ? growth(pace(figures), 1) : high);
}

/** How many times as much each year can be at least as the year before, where figures are whole numbers. */
function pace(all) {
  const bounded = all.findLastIndex(([, high], year) => year && high.d);
  if (bounded < 0) return INFINITE;
  const figures = all.slice(0, bounded + 1); // what comes after the last that is bounded keeps any pace
  const beyond = plus(fraction(2n), greatest(figures.flat().filter((end) => end.d)));
  // halving: any pace that figures have is a fraction of two of them, and two such are at least 1 / beyond² apart
  let [kept, missed] = [ZERO, beyond];
  while (compare(times(minus(missed, kept), times(beyond, beyond)), ONE) >= 0) {
    const middle = quotient(plus(kept, missed), fraction(2n));
    if (stepsAt(figures, middle)) kept = middle;
    else missed = middle;
  }
  const steps = stepsAt(figures, kept);
  return least(steps.slice(1).map((after, at) => quotient(after, steps[at])));
}

/** The lowest whole figures that keep a pace, one a year; null where that goes beyond what a year can be. */
function stepsAt(figures, kept) {
  const steps = [figures[0][0]];
  for (const [low, high] of figures.slice(1)) {
    steps.push(greatest([low, ceiling(times(steps.at(-1), kept))]));
    if (compare(steps.at(-1), high) > 0) return null;
  }
  return steps;
}

function ratio(way, facts) {
  const values = way.bases.map((base) => facts[base]);
  if (values.includes(UNDEFINED)) return UNDEFINED;
  const [[low, high], [from, to]] = values.map((value) => bounds(mayBe(value) ? value.orUndefined : value, way.lowest));
  const divisor = aboveZero(way, [greatest([from, ZERO]), to]);
  let found = null;
  if (divisor) {
    const [smallest, largest] = divisor; // the more it is divided by, the nearer to 0 it comes
    found = spread(
      quotient(low, low.n >= 0n ? largest : smallest),
      quotient(high, high.n >= 0n ? smallest : largest)
    );
  }
  const defined = quotientOf(way, found, from.n <= 0n);
  return values.some(mayBe) ? hull([defined, UNDEFINED]) : defined;
}

function yearsSince(way, facts) {
  const [date, year] = way.bases.map((base) => facts[base]);
  if (date === undefined || year === undefined) return { low: MINUS_INFINITE, high: INFINITE };
  const [[earliest, latest], [first, last]] = [bounds(date), bounds(year)];
  return spread(minus(first, fraction(calendar(latest.n)[0])), minus(last, fraction(calendar(earliest.n)[0])));
}

const total = (ends) => ends.reduce(plus, ZERO);
const DERIVATIONS = {
  sum: (way, facts, figures = figuresOf(way, facts)) => spread(total(lows(figures)), total(highs(figures))),
  average(way, facts) {
    const figures = figuresOf(way, facts);
    const years = fraction(BigInt(way.years));
    return spread(quotient(total(lows(figures)), years), quotient(total(highs(figures)), years));
  },
  least: (way, facts, figures = figuresOf(way, facts)) => spread(least(lows(figures)), least(highs(figures))),
  growth: (way, facts) => fromFirstToLast(way, facts, 1),
  yearly_growth: (way, facts) => fromFirstToLast(way, facts, way.years),
  least_growth: leastGrowth,
  ratio,
  years_since: yearsSince,
};

/** The day of the calendar, [year, month, day], of its number from the year 1 on. */
function calendar(day) {
  const shifted = day + 305n; // from 1 March of the year 0
  const era = shifted / 146097n;
  const rest = shifted % 146097n;
  const yearOfEra = (rest - rest / 1460n + rest / 36524n - rest / 146096n) / 365n;
  const dayOfYear = rest - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n);
  const shiftedMonth = (5n * dayOfYear + 2n) / 153n;
  const month = shiftedMonth + (shiftedMonth < 10n ? 3n : -9n);
  return [yearOfEra + 400n * era + BigInt(month <= 2n), month, dayOfYear - (153n * shiftedMonth + 2n) / 5n + 1n];
}

/** The number of a day of the calendar; undefined where there is no such day. */
function ordinal(year, month, day) {
  if (year < 1n || year > 9999n || month < 1n || month > 12n || day < 1n) return undefined;
  const shiftedYear = month > 2n ? year : year - 1n;
  const era = shiftedYear / 400n;
  const yearOfEra = shiftedYear % 400n;
  const dayOfYear = (153n * (month + (month > 2n ? -3n : 9n)) + 2n) / 5n + day - 1n;
  const found = 146097n * era + 365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n + dayOfYear - 305n;
  return String(calendar(found)) === String([year, month, day]) ? found : undefined;
}
