import { createLightRule } from "../create-rule.js";
import { findLostUpdates } from "../lost-updates/find-lost-updates.js";
import { describeLostUpdate, placesOfLostUpdate } from "../report/describe-lost-update.js";
import { repairLostUpdate } from "../report/repair-lost-update.js";

export default createLightRule(
  "no-lost-update",
  {
    description: "Disallow writing shared state with a value made of what it was before an 'await' or 'yield'",
    configs: ["strict", "platform"],
  },
  (source) =>
    findLostUpdates(source).map((update) => ({
      loc: update.write.loc,
      message: describeLostUpdate(source, update),
      ...placesOfLostUpdate(update),
      repairs: repairLostUpdate(source, update),
    })),
  { hasSuggestions: true },
);
