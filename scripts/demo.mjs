// The demo: what ESLint and the runtime say about the mistakes in docs/examples/job-queue, its corrected version, and
// what the plugin finds in published packages. Fails if anything that is marked in the example was not found.
//
//   tsx scripts/demo.mjs
import { showCorrected, showLint, showPublished, showRuntime } from "./demo-parts.mjs";
import { say } from "./demo-story.mjs";

const started = Date.now();
await showLint();
await showRuntime();
await showCorrected();
await showPublished();
say(
  `\nThe demo took ${Math.round((Date.now() - started) / 1000)} s. To start with Regions: docs/guide/getting-started.md`,
);
