import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

/** Runs a command with its output shown; a failure ends this process with the command's own exit code. */
export function run(command: string, args: readonly string[], directory = root): void {
  const { status, error } = spawnSync(command, args, {
    cwd: directory,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error !== undefined) throw error;
  if (status === 0) return;
  console.error(`\n'${[command, ...args].join(" ")}' failed in ${directory}.`);
  process.exit(status ?? 1);
}

/** A new temporary folder, outside the repository so that nothing in its node_modules can be found; removed at exit. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "regions-"));
  process.on("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Packs a package just as it would be published, and gives the tarball's path. */
export function pack(name: "runtime" | "eslint-plugin-regions", folder: string): string {
  const tarball = join(folder, `${name}.tgz`);
  run("pnpm", ["--silent", "pack", "--out", tarball], join(root, "packages", name));
  return tarball;
}
