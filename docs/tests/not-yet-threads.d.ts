// What pages speak of already and the packages do not have yet. A test fails as soon as it exists.
declare module "regions-runtime/threads" {
  export function send(port: { postMessage(message: unknown): void }, value: unknown): void;
  export function listen(port: object, handler: (value: any) => void): Disposable;
}
