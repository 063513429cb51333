// What would be enough: for each check the fewest of its leaves that lift it to a grade for sure, as the town stands.
//
// One step of the way, not all ways there are (`zhenkit gap` finds those): a leaf that is not met for sure is one step.

const fewest = (ways) => ways.filter((way) => way !== null).reduce((a, b) => (a === null || b.length < a.length ? b : a), null);
const together = (ways) => (ways.includes(null) ? null : [...new Set(ways.flat())]);

/** The leaves that are to be met; null where no figure leads to that grade, [] where it is there. */
const reaching = (target, facts, dictionary) => ({
  leaf(leaf) {
    if (leaf.by && facts[leaf.by] === undefined) return [leaf];
    if (spanOfLeaf(leaf, facts, dictionary)[0] >= target) return [];
    return asked(leaf, facts) === null ? null : [leaf];
  },
  all: together,
  any: fewest,
  of(parts, { points, count }) {
    // the fewest leaves for so many points, part by part
    let best = new Map([[0, []]]);
    parts.forEach((part, at) => {
      if (part === null) return;
      const next = new Map(best);
      for (const [earned, way] of best) {
        const sum = Math.min(count, earned + points[at]);
        next.set(sum, fewest([next.get(sum) ?? null, together([way, part])]));
      }
      best = next;
    });
    return best.get(count) ?? null;
  },
  relaxed: (part) => (target > RELAXED ? null : part),
  in_principle: (part) => (target <= REVIEW ? [] : part),
});

/** The best grade that a criterion can be brought to (a decision may lift or sink what is for review), and the leaves
 * that it takes; of one fact only the furthest. Null where it is there, or cannot get any further. */
function enough({ check }, facts, dictionary, from, decide) {
  for (const target of [MET, RELAXED, REVIEW]) {
    const grade = decide(target);
    const leaves = grade > from ? fold(check, reaching(target, facts, dictionary)) : null;
    if (leaves !== null) return { grade, leaves: furthest(leaves, facts) };
  }
  return null;
}

function furthest(leaves, facts) {
  const figure = (leaf) => (leaf.by && facts[leaf.by] === undefined ? undefined : asked(leaf, facts));
  const implied = (leaf) =>
    leaves.some((other) => {
      if (other === leaf || other.fact !== leaf.fact || other.compares !== leaf.compares) return false;
      const [own, further] = [figure(leaf), figure(other)];
      if (!own?.d || !further?.d) return false;
      const order = compare(further, own) * (leaf.up ? 1 : -1);
      return order > 0 || (order === 0 && other.at < leaf.at);
    });
  return leaves.filter((leaf) => !implied(leaf));
}
