import { relative } from "node:path";

/** With slashes on every system. */
export const shownPath = (cwd: string, path: string): string => relative(cwd, path).replaceAll("\\", "/");
