// A fact may be called `constructor`, and a town that does not state it has none: nothing is inherited by that name.
delete Object.prototype.constructor;

// Exact numbers: fractions {n, d}, the two infinities (d is 0), and yearly growths {n, d, root}: the root of n/d, less 1.

const gcd = (a, b) => {
  while (b) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
};

function fraction(n, d = 1n) {
  const by = d < 0n ? -gcd(n, d) : gcd(n, d);
  return { n: n / by, d: d / by };
}

const ZERO = fraction(0n);
const ONE = fraction(1n);
const INFINITE = { n: 1n, d: 0n };
const MINUS_INFINITE = { n: -1n, d: 0n };

/** A figure as the data has it: "12", "1/8", "inf", "-inf". */
function exact(text) {
  if (text === "inf") return INFINITE;
  if (text === "-inf") return MINUS_INFINITE;
  const [n, d = "1"] = text.split("/");
  return fraction(BigInt(n), BigInt(d));
}

const sign = (n) => (n > 0n) - (n < 0n);

function compare(a, b) {
  if (a.root || b.root) return compareRoots(a, b);
  return a.d || b.d ? sign(a.n * b.d - b.n * a.d) : sign(a.n - b.n);
}

function compareRoots(a, b) {
  if (!a.root) return -compareRoots(b, a);
  if (!b.d) return -sign(b.n);
  const factor = b.root ? fraction(b.n, b.d) : plus(b, ONE);
  if (factor.n < 0n) return 1; // below -100 %
  return compare(power(a, b.root ?? 1), power(factor, a.root));
}

const power = ({ n, d }, exponent) => ({ n: n ** BigInt(exponent), d: d ** BigInt(exponent) });
const least = (numbers) => numbers.reduce((a, b) => (compare(b, a) < 0 ? b : a));
const greatest = (numbers) => numbers.reduce((a, b) => (compare(b, a) > 0 ? b : a));
const whole = (number) => number.d === 1n;

function plus(a, b) {
  if (!a.d) return a;
  return b.d ? fraction(a.n * b.d + b.n * a.d, a.d * b.d) : b;
}

const minus = (a, b) => plus(a, { n: -b.n, d: b.d });
const times = (a, b) => fraction(a.n * b.n, a.d * b.d);

function floor({ n, d }) {
  if (!d) return { n, d };
  return fraction(n / d - BigInt(n % d < 0n));
}

function ceiling(number) {
  const down = floor({ n: -number.n, d: number.d });
  return { n: -down.n, d: down.d };
}

/** One over another; another of 0 stands for what is as near to it as it may be, and is not 0. */
function quotient(one, other) {
  if (!one.d) return one;
  if (!other.d || !one.n) return ZERO;
  return other.n ? fraction(one.n * other.d, one.d * other.n) : { n: BigInt(sign(one.n)), d: 0n };
}
