// ESLint and TypeScript take `process` for granted; without `browser` TypeScript would start its system for Node. A
// development server may have defined a part of it already.
const known = (globalThis as { process?: object }).process;
const nextTick = (task: (...args: unknown[]) => void, ...args: unknown[]): void => {
  queueMicrotask(() => task(...args));
};

Object.assign(globalThis, {
  global: globalThis,
  process: {
    env: {},
    platform: "linux",
    cwd: () => "/",
    argv: [],
    versions: {},
    emitWarning: () => undefined,
    nextTick,
    ...known,
    browser: true,
  },
});
