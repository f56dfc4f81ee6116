import { checkSeed } from "./check.js";
const seed = Number(process.argv[2]);
const c = checkSeed(seed);
console.log(c.printed.lint.split("\n").map((l, i) => `${i + 1}`.padStart(3) + " " + l).join("\n"));
console.log(c.runs.paths, c.runs.isComplete, c.runs.refusals, c.runs.crashes);
console.log(c.reports); console.log(c.disagreements);
