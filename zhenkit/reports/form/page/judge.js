// The tree of checks folded over what is known of a town: spans of grades (checks/evaluate.py says the same in Python).

const NOT_MET = 0, REVIEW = 1, RELAXED = 2, MET = 3;

/** The data of a rule set, its figures made numbers, its leaves numbered in the order in which they are written. */
function compiled(data) {
  const facts = {};
  for (const fact of Object.values(data.facts)) {
    const derived = fact.derived && {
      ...fact.derived,
      lowest: exact(fact.derived.lowest),
      until: typeof fact.derived.until === "number" ? BigInt(fact.derived.until) : fact.derived.until,
    };
    const ends = ["bottom", "top", "least", "most"].map((end) => [end, figureOf(fact[end])]);
    facts[fact.id] = { ...fact, ...Object.fromEntries(ends), derived };
  }
  let leaves = 0;
  const numbered = (check) => {
    if (check.kind !== "leaf") {
      return check.check ? { ...check, check: numbered(check.check) } : { ...check, checks: check.checks.map(numbered) };
    }
    const figures = check.by && Object.fromEntries(Object.entries(check.figures).map(([name, figure]) => [name, figureOf(figure)]));
    const members = facts[check.fact].kind === "set";
    return { ...check, members, figure: figureOf(check.figure), figures, at: leaves++ };
  };
  const asking = (one) => {
    const check = numbered(one.check);
    const found = leavesOf(check);
    const asked = [...new Set(found.flatMap((leaf) => (leaf.by ? [leaf.by, leaf.fact] : [leaf.fact])))].map((id) => facts[id]);
    return { ...one, check, leaves: found, asked, choices: asked.filter((fact) => fact.kind === "choice") };
  };
  return { facts, criteria: data.criteria.map(asking), merits: (data.merits ?? []).map(asking) };
}

function figureOf(figure) {
  if (figure === undefined || figure === null || typeof figure === "boolean") return figure;
  return Array.isArray(figure) ? new Set(figure) : exact(figure);
}

function fold(check, folding) {
  if (check.kind === "leaf") return folding.leaf(check);
  if (check.check) return folding[check.kind](fold(check.check, folding), check);
  return folding[check.kind](check.checks.map((part) => fold(part, folding)), check);
}

const leavesOf = (check) => {
  const joined = (parts) => parts.flat();
  const same = (part) => part;
  return fold(check, { leaf: (leaf) => [leaf], all: joined, any: joined, of: joined, relaxed: same, in_principle: same });
};

const asked = (leaf, facts) => (leaf.by ? leaf.figures[facts[leaf.by]] : leaf.figure);
const figuresAsked = (leaf) => (leaf.by ? Object.values(leaf.figures).filter((figure) => figure !== null) : [leaf.figure]);

function holds(leaf, value, figure) {
  switch (leaf.compares) {
    case "is": return value === figure;
    case "includes": return [...figure].every((member) => value.has(member));
  }
  const order = compare(leaf.members ? fraction(BigInt(value.size)) : value, figure);
  switch (leaf.compares) {
    case "at_least": return order >= 0;
    case "more_than": return order > 0;
    case "at_most": return order <= 0;
    case "less_than": return order < 0;
  }
  throw new Error(leaf.compares);
}

function gradeOf(leaf, value, facts) {
  const figure = asked(leaf, facts);
  if (figure === null || value === UNDEFINED) return REVIEW;
  return holds(leaf, value, figure) ? MET : NOT_MET;
}

/** The span of a leaf: what the worst and the best of a missing or uncertain value give. */
function spanOfLeaf(leaf, facts, dictionary) {
  const fact = dictionary[leaf.fact];
  const known = facts[leaf.fact];
  const value = mayBe(known) ? known.orUndefined : known;
  let ends = [value, value];
  if (value === undefined || isRange(value)) {
    ends = value === undefined ? [fact.bottom, fact.top] : [value.low, value.high];
    if (!leaf.up) ends.reverse();
  }
  const [worst, best] = ends.map((end) => gradeOf(leaf, end, facts));
  const open = known === undefined ? fact.undefined : mayBe(known);
  return open ? [Math.min(worst, REVIEW), Math.max(best, REVIEW)] : [worst, best];
}

const worsts = (spans) => spans.map(([worst]) => worst);
const bests = (spans) => spans.map(([, best]) => best);

/** The highest grade that parts of at least `mark` points together have. */
function reached(grades, points, mark) {
  const parts = grades.map((grade, at) => [grade, points[at]]).sort((a, b) => b[0] - a[0]);
  let earned = 0;
  for (const [grade, worth] of parts) {
    earned += worth;
    if (earned >= mark) return grade;
  }
  return NOT_MET;
}

const spanning = (facts, dictionary) => ({
  leaf: (leaf) => spanOfLeaf(leaf, facts, dictionary),
  all: (parts) => [Math.min(...worsts(parts)), Math.min(...bests(parts))],
  any: (parts) => [Math.max(...worsts(parts)), Math.max(...bests(parts))],
  of: (parts, { points, count }) => [reached(worsts(parts), points, count), reached(bests(parts), points, count)],
  relaxed: (part) => part.map((grade) => Math.min(grade, RELAXED)),
  in_principle: (part) => part.map((grade) => Math.max(grade, REVIEW)),
});

/** The facts with each combination of values of those of these choices that are missing. */
function completions(facts, choices) {
  const missing = choices.filter((fact) => facts[fact.id] === undefined);
  return missing.reduce(
    (cases, fact) => cases.flatMap((known) => fact.members.map((member) => ({ ...known, [fact.id]: member }))),
    [facts]
  );
}

/** The span of a check; each value of a missing choice is tried, and the spans are joined. */
function spanOf({ check, choices }, facts, dictionary) {
  const spans = completions(facts, choices).map((known) => fold(check, spanning(known, dictionary)));
  return [Math.min(...worsts(spans)), Math.max(...bests(spans))];
}

function decidedBy(decision, grade) {
  if (decision === undefined || grade !== REVIEW) return grade;
  return decision.granted ? RELAXED : NOT_MET;
}

/** A town's facts (stated ones) and the decisions on criteria -> its span, and that of each criterion with what is open. */
function judged(rules, stated, decisions = {}) {
  const { facts: dictionary } = rules;
  const facts = { ...stated };
  for (const fact of Object.values(dictionary)) {
    if (fact.derived) facts[fact.id] = computed(fact, stated, dictionary);
  }
  const criteria = rules.criteria.map((criterion) => {
    const checked = spanOf(criterion, facts, dictionary);
    const decide = (grade) => decidedBy(decisions[criterion.number], grade);
    const span = checked.map(decide);
    return { criterion, checked, span, decide, ...openFacts(criterion, facts, stated, dictionary, span, decide) };
  });
  const spans = criteria.map(({ span }) => span);
  return { facts, criteria, span: [Math.min(...worsts(spans)), Math.min(...bests(spans))] };
}
