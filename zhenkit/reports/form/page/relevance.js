// Which missing and uncertain facts can still move a criterion (checks/relevance.py says how, and why, in Python).
//
// A profile says of a check whether it reaches a cut of the grades, case by case, as bits: the cases are the fact in
// question at each of its ends. A fact matters where some completion of the others makes a difference between them.

const EFFORT = 400000; // how many leaves are looked at for one criterion

const isOpen = (value) => {
  if (value?.years) {
    const [first, last] = [value.years[0][0], value.years.at(-1)[0]];
    return value.years.some(([, figure]) => isOpen(figure)) || last - first >= BigInt(value.years.length);
  }
  return value == null || isRange(value) || mayBe(value);
};

const openFacts = (criterion, facts, stated, dictionary, span, decide) => {
  if (span[0] === span[1]) return { missing: [], uncertain: [], complete: true };
  const { found, complete } = decisive(criterion, facts, dictionary, decide);
  const bases = found.flatMap((fact) => {
    const open = fact.bases.filter((base) => isOpen(facts[base]));
    return open.length ? open : fact.bases.length ? fact.bases : [fact.id];
  });
  const each = [...new Set(bases)];
  return {
    missing: each.filter((id) => stated[id] === undefined),
    uncertain: each.filter((id) => stated[id] !== undefined),
    complete,
  };
};

function decisive({ check, asked: every, leaves }, facts, dictionary, decide) {
  const open = every.filter((fact) => isOpen(facts[fact.id]));
  const scales = Object.fromEntries(open.map((fact) => [fact.id, cellsOf(fact, leaves, facts[fact.id])]));
  const cuts = [MET, RELAXED, REVIEW].filter((cut) => decide(cut - 1) !== decide(cut));
  const found = [];
  let complete = true;
  let left = EFFORT;
  open.forEach((fact, at) => {
    let share = Math.floor(left / (open.length - at)); // what one fact does not need is for those after it
    const cases = endsOf(fact, facts[fact.id]).map((end) => ({ ...facts, [fact.id]: end }));
    let givenUp = false;
    for (const cut of cuts) {
      const outcomes = new Outcomes(cases, cut, dictionary);
      const moves = differs(check, outcomes, scales, share);
      left -= outcomes.lookedAt;
      share -= outcomes.lookedAt;
      if (moves) {
        found.push(fact);
        return;
      }
      givenUp ||= moves === null;
    }
    if (givenUp) {
      found.push(fact);
      complete = false;
    }
  });
  return { found, complete };
}

/** Whether some completion makes a difference between the cases; null where that takes more leaves than allowed. */
function differs(check, outcomes, scales, effort) {
  const stack = [{}];
  while (stack.length) {
    if (outcomes.lookedAt > effort) return null;
    outcomes.chosen = stack.pop();
    const { profiles, tied } = fold(check, outcomes);
    if ([...profiles].every((profile) => profile === 0n || profile === outcomes.always)) continue;
    const times = new Map();
    for (const id of tied) times.set(id, (times.get(id) ?? 0) + 1);
    const [id, most] = [...times].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
    if (most <= 1) return true; // nothing open is asked for twice: each of the profiles comes of some completion
    scales[id].forEach((value, cell) => stack.push({ ...outcomes.chosen, [id]: { value, cell } }));
  }
  return false;
}

class Outcomes {
  constructor(cases, cut, dictionary) {
    Object.assign(this, { cases, cut, dictionary, chosen: {}, lookedAt: 0, found: new Map() });
    this.always = (1n << BigInt(cases.length)) - 1n;
  }

  leaf(leaf) {
    this.lookedAt += 1;
    const key = [leaf.at, this.chosen[leaf.fact]?.cell, this.chosen[leaf.by]?.cell].join();
    if (!this.found.has(key)) this.found.set(key, this.outcome(leaf));
    return this.found.get(key);
  }

  outcome(leaf) {
    const [known] = this.cases; // open in one case is open in all: they differ in the fact in question alone
    const tied = (leaf.by ? [leaf.fact, leaf.by] : [leaf.fact]).filter((id) => !(id in this.chosen) && isOpen(known[id]));
    let ways = [Object.fromEntries(Object.entries(this.chosen).map(([id, { value }]) => [id, value]))];
    for (const id of tied) {
      const cells = cellsOf(this.dictionary[id], [leaf], known[id]);
      ways = ways.flatMap((way) => cells.map((value) => ({ ...way, [id]: value })));
    }
    const profiles = ways.map((way) =>
      this.cases.reduce((profile, one, at) => {
        const facts = { ...one, ...way };
        return profile | (BigInt(gradeOf(leaf, facts[leaf.fact], facts) >= this.cut) << BigInt(at));
      }, 0n)
    );
    return made(profiles, tied);
  }

  all(parts) {
    return this.joined(parts, this.always, (one, other) => one & other);
  }

  any(parts) {
    return this.joined(parts, 0n, (one, other) => one | other);
  }

  joined(parts, start, both) {
    let found = new Set([start]);
    for (const part of parts) {
      const profiles = [...part.profiles];
      found = new Set([...found].flatMap((one) => profiles.map((other) => both(one, other))));
    }
    return made(found, parts.flatMap((part) => part.tied));
  }

  of(parts, { points, count }) {
    const found = enoughPoints(parts.map((part) => part.profiles), points, count, this.cases.length);
    return made(found, parts.flatMap((part) => part.tied));
  }

  relaxed(part) {
    return this.cut === MET ? made([0n], []) : part;
  }

  in_principle(part) {
    return this.cut === REVIEW ? made([this.always], []) : part;
  }
}

function made(profiles, tied) {
  const found = new Set(profiles);
  return { profiles: found, tied: found.size > 1 ? tied : [] };
}

/** In which cases parts that earn points earn the mark, for every way the parts can come out. */
function enoughPoints(parts, points, count, cases) {
  const always = (1n << BigInt(cases)) - 1n;
  const mark = BigInt(count);
  let alike = 1n; // bit n: the parts that come out alike in every case can earn n points
  let apart = new Map([["", Array(cases).fill(0n)]]);
  parts.forEach((profiles, at) => {
    const worth = BigInt(points[at]);
    if ([...profiles].every((profile) => profile === 0n || profile === always)) {
      alike = (profiles.has(0n) ? alike : 0n) | (profiles.has(always) ? alike << worth : 0n);
      if (alike >> mark) alike = (alike & ((1n << mark) - 1n)) | (1n << mark);
      return;
    }
    const next = new Map();
    for (const sums of apart.values()) {
      for (const profile of profiles) {
        const more = sums.map((sum, one) => {
          const earned = sum + worth * ((profile >> BigInt(one)) & 1n);
          return earned < mark ? earned : mark;
        });
        next.set(more.join(), more);
      }
    }
    apart = next;
  });
  const found = [];
  for (const sums of apart.values()) {
    const needed = [...new Set([0n, ...sums.map((sum) => mark - sum)])].sort((a, b) => sign(a - b));
    needed.forEach((low, at) => {
      const high = needed[at + 1] ?? mark + 1n;
      if ((alike >> low) & ((1n << (high - low)) - 1n)) {
        found.push(sums.reduce((profile, sum, one) => profile | (BigInt(mark - sum <= low) << BigInt(one)), 0n));
      }
    });
  }
  return found;
}

/** The values of a fact that are told apart: its ends, or of a choice each. */
function endsOf(fact, value) {
  if (fact.kind === "choice") return fact.members;
  if (mayBe(value)) return [UNDEFINED, ...bounds(value.orUndefined)];
  if (isRange(value)) return [value.low, value.high];
  return fact.undefined ? [UNDEFINED, fact.bottom, fact.top] : [fact.bottom, fact.top];
}

/** One value of a fact for each way in which the leaves about it can come out, lowest first. */
function cellsOf(fact, leaves, value) {
  if (mayBe(value) || (value === undefined && fact.undefined)) {
    const found = definedCells(fact, leaves, mayBe(value) ? value.orUndefined : undefined);
    return [...found.slice(0, -1), UNDEFINED, ...found.slice(-1)];
  }
  return definedCells(fact, leaves, value);
}

function definedCells(fact, leaves, value) {
  if (value !== undefined && !isRange(value)) return [value];
  if (fact.kind === "choice") return fact.members;
  const own = leaves.filter((leaf) => leaf.fact === fact.id);
  if (fact.kind === "set") return setsOf(fact, own);
  if (fact.top === true) return [false, true];
  const [low, high] = value === undefined ? [fact.bottom, fact.top] : [value.low, value.high];
  const [steps, beyond] = [[], []];
  for (const leaf of own) {
    const toAbove = ["more_than", "at_most"].includes(leaf.compares); // the figure and what is just above it come out unlike
    for (const figure of figuresAsked(leaf)) {
      const step = fact.whole ? (toAbove ? floor : ceiling)(figure) : figure;
      steps.push(step);
      if (toAbove) beyond.push(step);
    }
  }
  const inside = ascending(steps.filter((step) => compare(low, step) < 0 && compare(step, high) <= 0));
  const above = beyond
    .filter((step) => compare(low, step) <= 0 && compare(step, high) < 0)
    .map((step) => justAbove(fact, step, inside, high));
  return [low, ...ascending([...inside, ...above])];
}

function ascending(numbers) {
  const sorted = [...numbers].sort(compare);
  return sorted.filter((number, at) => !at || compare(sorted[at - 1], number));
}

function justAbove(fact, figure, steps, high) {
  if (fact.whole) return plus(figure, ONE);
  const following = steps.find((step) => compare(step, figure) > 0);
  if (following === undefined) return high.d || high.n < 0n ? high : plus(figure, ONE);
  return quotient(plus(figure, following), fraction(2n));
}

/** Sets that cover every outcome: of members that the same checks name, only how many there are counts. */
function setsOf(fact, leaves) {
  const wanted = leaves.filter((leaf) => leaf.compares === "includes").flatMap(figuresAsked);
  const alike = new Map();
  for (const member of fact.members) {
    const key = wanted.map((figure) => +figure.has(member)).join();
    alike.set(key, [...(alike.get(key) ?? []), member]);
  }
  let ways = [[]];
  for (const members of alike.values()) {
    ways = ways.flatMap((way) => [...Array(members.length + 1).keys()].map((count) => [...way, ...members.slice(0, count)]));
  }
  return ways.map((way) => new Set(way)).sort((a, b) => a.size - b.size);
}
