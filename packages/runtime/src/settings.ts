/** What `configure` accepts. */
export interface Settings {
  /** `"full"` walks a region at every boundary and throws the first broken rule; `"fast"` (the default) checks writes only. */
  checks?: "fast" | "full";
  /** Record where moves, borrows, freezes and closes happen, for messages. Off by default: a stack trace costs microseconds. */
  sites?: boolean;
}

/** The settings in force. One record for the whole runtime. */
export const settings: Required<Settings> = { checks: "fast", sites: false };
