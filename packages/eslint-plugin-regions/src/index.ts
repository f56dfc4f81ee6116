import type { ESLint, Linter } from "eslint";
import manifest from "../package.json" with { type: "json" };
import type { RegionsRule } from "./create-rule.js";
import noAdoptedAlias from "./rules/no-adopted-alias.js";
import noBorrowAcrossAwait from "./rules/no-borrow-across-await.js";
import noBorrowEscape from "./rules/no-borrow-escape.js";
import noCrossRegionReference from "./rules/no-cross-region-reference.js";
import noLostUpdate from "./rules/no-lost-update.js";
import noMoveWhileBorrowed from "./rules/no-move-while-borrowed.js";
import noMutateFrozen from "./rules/no-mutate-frozen.js";
import noMutateReadonlyParameter from "./rules/no-mutate-readonly-parameter.js";
import noMutateWhileIterating from "./rules/no-mutate-while-iterating.js";
import noNestedAcquire from "./rules/no-nested-acquire.js";
import noReadonlyLaundering from "./rules/no-readonly-laundering.js";
import noUnfreezable from "./rules/no-unfreezable.js";
import noUnguardedCown from "./rules/no-unguarded-cown.js";
import noUnsafePost from "./rules/no-unsafe-post.js";
import noUseAfterMove from "./rules/no-use-after-move.js";
import noUseAfterTransfer from "./rules/no-use-after-transfer.js";
import noWorkerCapture from "./rules/no-worker-capture.js";
import requireAtomics from "./rules/require-atomics.js";
import requireDispose from "./rules/require-dispose.js";
import validOwnershipTags from "./rules/valid-ownership-tags.js";

const ruleModules = {
  "no-adopted-alias": noAdoptedAlias,
  "no-borrow-across-await": noBorrowAcrossAwait,
  "no-borrow-escape": noBorrowEscape,
  "no-cross-region-reference": noCrossRegionReference,
  "no-lost-update": noLostUpdate,
  "no-move-while-borrowed": noMoveWhileBorrowed,
  "no-mutate-frozen": noMutateFrozen,
  "no-mutate-readonly-parameter": noMutateReadonlyParameter,
  "no-mutate-while-iterating": noMutateWhileIterating,
  "no-nested-acquire": noNestedAcquire,
  "no-readonly-laundering": noReadonlyLaundering,
  "no-unfreezable": noUnfreezable,
  "no-unguarded-cown": noUnguardedCown,
  "no-unsafe-post": noUnsafePost,
  "no-use-after-move": noUseAfterMove,
  "no-use-after-transfer": noUseAfterTransfer,
  "no-worker-capture": noWorkerCapture,
  "require-atomics": requireAtomics,
  "require-dispose": requireDispose,
  "valid-ownership-tags": validOwnershipTags,
} satisfies Record<string, RegionsRule>;

export type { LibraryName } from "./libraries.js";
export type { LockSettings } from "./settings/locks.js";
export type { ArgumentEffect, DeclaredFunction, RegionsSettings, ReturnEffect } from "./settings/settings.js";

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
