// Reads the comments by which the example marks its mistakes:
//
//   job.steps.push("submitted"); // ✗ no-use-after-move, throws ERR_USE_AFTER_MOVE
//
// They are all the demo knows: ESLint and the runtime have to find exactly what is marked. "throws nothing" stands for
// a mistake that has a wrong result but no error, and "A or B" for what depends on the version of Node.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const pattern = /\/\/ ✗ (?<rule>[a-z-]+), throws (?<errors>\w+(?: or \w+)*)$/;

/**
 * @param folder the folder whose TypeScript files to read
 * @param base what the files are named relative to
 * @returns the marks as { place: "file:line", part, rule, errors }, where `part` is the exported function around it
 */
export function marksIn(folder, base) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const file = join(folder, name);
      let part;
      return readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index) => {
          part = /^export function (\w+)/.exec(line)?.[1] ?? part;
          if (!line.includes("✗")) return [];
          const place = `${relative(base, file).replaceAll("\\", "/")}:${index + 1}`;
          const mark = pattern.exec(line)?.groups;
          if (mark === undefined) throw new Error(`${place}: a mark has the form '// ✗ rule, throws CODE'`);
          return [{ place, part, rule: mark.rule, errors: mark.errors.split(" or ") }];
        });
    });
}
