/** What the program can be told. */
export interface Config {
  workers: number;
  chunkBytes: number;
  slowMs: number;
  ignoredPaths: string[];
}

export type Profile = "laptop" | "server" | "monitored" | "remote";
