import type { ESLint, Linter } from "eslint";
import manifest from "../package.json" with { type: "json" };
import type { RegionsRule } from "./create-rule.js";
import noBorrowAcrossAwait from "./rules/no-borrow-across-await.js";
import noBorrowEscape from "./rules/no-borrow-escape.js";
import noCrossRegionReference from "./rules/no-cross-region-reference.js";
import noLostUpdate from "./rules/no-lost-update.js";
import noMoveWhileBorrowed from "./rules/no-move-while-borrowed.js";
import noMutateFrozen from "./rules/no-mutate-frozen.js";
import noNestedAcquire from "./rules/no-nested-acquire.js";
import noUnfreezable from "./rules/no-unfreezable.js";
import noUnguardedCown from "./rules/no-unguarded-cown.js";
import noUseAfterMove from "./rules/no-use-after-move.js";
import noUseAfterTransfer from "./rules/no-use-after-transfer.js";
import requireDispose from "./rules/require-dispose.js";

const ruleModules = {
  "no-borrow-across-await": noBorrowAcrossAwait,
  "no-borrow-escape": noBorrowEscape,
  "no-cross-region-reference": noCrossRegionReference,
  "no-lost-update": noLostUpdate,
  "no-move-while-borrowed": noMoveWhileBorrowed,
  "no-mutate-frozen": noMutateFrozen,
  "no-nested-acquire": noNestedAcquire,
  "no-unfreezable": noUnfreezable,
  "no-unguarded-cown": noUnguardedCown,
  "no-use-after-move": noUseAfterMove,
  "no-use-after-transfer": noUseAfterTransfer,
  "require-dispose": requireDispose,
} satisfies Record<string, RegionsRule>;

export type ConfigName = "recommended" | "strict" | "platform";

/** The plugin, typed by ESLint's own types so that it fits `defineConfig` of ESLint 9 and 10. */
export interface RegionsPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Record<keyof typeof ruleModules, NonNullable<ESLint.Plugin["rules"]>[string]>;
  readonly configs: Record<ConfigName, Linter.Config[]>;
}

const plugin: RegionsPlugin = {
  meta: { name: manifest.name, version: manifest.version, namespace: "regions" },
  rules: ruleModules as unknown as RegionsPlugin["rules"],
  configs: { recommended: [], strict: [], platform: [] },
};

for (const config of Object.keys(plugin.configs) as ConfigName[]) {
  const rules = Object.values(ruleModules).filter((rule) => rule.meta.docs?.configs.includes(config));
  plugin.configs[config].push({
    name: `regions/${config}`,
    plugins: { regions: plugin },
    rules: Object.fromEntries(rules.map((rule) => [`regions/${rule.name}`, "error"])),
  });
}

export default plugin;
