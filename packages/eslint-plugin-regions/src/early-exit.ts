import { mayHaveTags } from "./tags/parse-tags.js";
import type { Settings } from "./settings/settings.js";

/** Some name without which a file can contain no operation that any rule reports. */
const NAMES =
  /regions-runtime|freeze|postMessage|structuredClone|workerData|piscina|tinypool|(?:push|replace)State|\.\s*transfer|transferList|moveMessagePort|getReader|getWriter|\btee\b|pipeT|VideoFrame|AudioData|Encoded(?:Audio|Video)Chunk/;

/** Whether a file names anything of interest; most files do not, and cost next to nothing. */
export function mayConcern(text: string, settings: Settings): boolean {
  return NAMES.test(text) || mayHaveTags(text) || settings.names.some((name) => text.includes(name));
}
