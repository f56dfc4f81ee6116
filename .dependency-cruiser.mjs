// Which module may import which. The names of the rules appear in the report; the comments say what to do.
const runtime = "^packages/runtime/";
const plugin = "^packages/eslint-plugin-regions/";

const flow = `${plugin}src/flow/`;
const commandLine = `${plugin}src/cli(/|[.]ts$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Move what both modules need into a third one that imports neither.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "plugin-without-runtime",
      comment:
        "The plugin recognises the runtime by the name that is imported; it must work where the runtime is not installed.",
      severity: "error",
      from: { path: `${plugin}src/` },
      to: { path: [runtime, "^regions-runtime"] },
    },
    {
      name: "runtime-without-plugin",
      comment: "The runtime is in every user's bundle and knows nothing of ESLint.",
      severity: "error",
      from: { path: `${runtime}src/` },
      to: { path: [plugin, "^eslint-plugin-regions"] },
    },
    {
      name: "runtime-without-dependencies",
      comment:
        "The runtime is in every user's bundle: it imports its own files and, in the rooms for threads, Node's modules.",
      severity: "error",
      // who wants pictures installs what lays them out
      from: { path: `${runtime}src/`, pathNot: `${runtime}src/diagram/to-svg.ts` },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg", "npm-unknown", "unknown"] },
    },
    {
      name: "rules-without-command-line",
      comment: "Whoever imports the plugin must not load the command line and what that needs.",
      severity: "error",
      from: { path: `${plugin}src/`, pathNot: commandLine },
      to: { path: [commandLine, "node_modules/(@babel/code-frame|cli-progress|commander|picocolors)/"] },
    },
    {
      name: "sources-without-tests",
      comment: "What is published must not import tests, benchmarks or development dependencies.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "^packages/[^/]+/(tests|bench)/" },
    },
    ...["state", "known", "values", "ownership"].map((layer, index, layers) => ({
      name: `flow-${layer}-stays-below`,
      comment:
        "The analysis is built in layers: state, known, values, ownership, calls. Move the code up, or what it needs down.",
      severity: "error",
      from: { path: `${flow}${layer}/` },
      // the frame keeps what was found out about liveness, and what was last written is judged where it is written
      to: {
        path: `${flow}(${[...layers, "calls"].slice(index + 1).join("|")})/`,
        pathNot: layer === "values" ? `${flow}ownership/` : undefined,
      },
    })),
    {
      name: "no-unresolved",
      comment: "This import leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^sarif$" }, // of which there are only types
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "/dist/"] },
    exclude: { path: ["/fixtures/"] }, // input of tests, not code of ours
    tsPreCompilationDeps: true, // imports of types count, too
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "default"],
      extensions: [".ts", ".mts", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
