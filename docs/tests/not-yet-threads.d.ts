// A room of the runtime that pages speak of already and that does not exist yet; see not-yet.d.ts.
declare module "regions-runtime/threads" {
  export function send(port: { postMessage(message: unknown): void }, value: unknown): void;
}
