// Behaviours of programs of the Savina suite (Imam and Sarkar, AGERE 2014), for the threads of a pool.
import { move, Region } from "regions-runtime";

/** What a body computes beside what it changes; the same everywhere. */
function compute(times) {
  let hash = 17;
  for (let i = 0; i < times; i++) hash = (Math.imul(hash, 31) + i) | 0;
  return hash;
}

export function transfer(from, to, amount, work) {
  from.value.balance -= amount;
  to.value.balance += amount;
  return compute(work);
}

export function eat(left, right, work) {
  left.value.uses += 1;
  right.value.uses += 1;
  return compute(work);
}

export function cut(chair, work) {
  chair.value.customers += 1;
  return compute(work);
}

/** Two creatures meet: both take the colour that neither has, or keep theirs if it is the same. */
export function meet(one, other, work) {
  const [a, b] = [one.value.colour, other.value.colour];
  const colour = a === b ? a : 3 - a - b;
  one.value.colour = other.value.colour = colour;
  one.value.meetings += 1;
  other.value.meetings += 1;
  return compute(work);
}

export function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

/** Puts the smaller numbers of a region before the larger ones, and gives both back as regions of their own. */
export function split(region) {
  const numbers = region.numbers.slice();
  const pivot = numbers[numbers.length >> 1];
  const smaller = numbers.filter((n) => n < pivot);
  const larger = numbers.filter((n) => n >= pivot);
  return [new Region({ numbers: smaller }), new Region({ numbers: larger })];
}

export function sort(region) {
  region.numbers.sort();
  return move(region);
}
