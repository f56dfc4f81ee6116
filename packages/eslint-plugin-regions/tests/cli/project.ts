import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { vi } from "vitest";
import { main } from "../../src/cli/main.ts";

// The first run of ESLint loads much.
vi.setConfig({ testTimeout: 60_000 });

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with files in it, in which commands are run. */
export interface Project extends Disposable {
  readonly folder: string;
  /** What `regions ${args}` prints. */
  run(...args: string[]): Promise<Run>;
  runWith(env: Record<string, string>, ...args: string[]): Promise<Run>;
  read(path: string): string;
  write(path: string, text: string): void;
}

/**
 * @param files by their paths
 * @param parent where the folder is made; in this package its config can import the plugin and parsers
 */
export function createProject(files: Record<string, string>, parent = tmpdir()): Project {
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "regions-cli-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const runWith = async (env: Record<string, string>, ...args: string[]): Promise<Run> => {
    let stdout = "";
    let stderr = "";
    const code = await main(args, {
      cwd: folder,
      env,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
    });
    return { code, stdout, stderr };
  };
  return {
    folder,
    write,
    runWith,
    run: (...args) => runWith({}, ...args),
    read: (path) => readFileSync(join(folder, path), "utf8"),
    [Symbol.dispose]() {
      rmSync(folder, { recursive: true });
    },
  };
}

/** In this package, where what is linted can import what is installed here. */
export const WITHIN = join(import.meta.dirname, "../../node_modules/.cache");
