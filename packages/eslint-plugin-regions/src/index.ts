import type { ESLint, Linter } from "eslint";
import manifest from "../package.json" with { type: "json" };
import type { RegionsRule } from "./create-rule.js";
import noMutateFrozen from "./rules/no-mutate-frozen.js";
import noUseAfterMove from "./rules/no-use-after-move.js";
import noUseAfterTransfer from "./rules/no-use-after-transfer.js";

const ruleModules = {
  "no-mutate-frozen": noMutateFrozen,
  "no-use-after-move": noUseAfterMove,
  "no-use-after-transfer": noUseAfterTransfer,
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
