import { withBase } from "vitepress";

/** The address of what `build/bundles.ts` made. An absolute one: Vite is to leave it alone. */
export function generated(file: string): string {
  return new URL(withBase(`/generated/${file}`), location.href).href;
}
