import { onBeforeUnmount, onMounted, ref } from "vue";
import { codeIn, hashOf } from "./link.ts";

const REFUSED =
  "The browser does not let this page write to the clipboard. Copy the address of the page: it carries the program.";
const BROKEN = "The link that led here is broken: its program cannot be read. Another one is shown instead.";
const TOO_LONG = "The program is too long for a link.";

/** The program in the address of the page. `show` is called when the address is changed, which loads no page. */
export function useLink(show: (code: string) => void) {
  const trouble = ref("");
  /** What has become of copying it. */
  const copied = ref("");

  /** @returns undefined if the address carries none, or one that is broken, which is said */
  function read(): string | undefined {
    trouble.value = "";
    try {
      return codeIn(location.hash);
    } catch {
      trouble.value = BROKEN;
      return undefined;
    }
  }

  /** Returns whether the address carries the program now. */
  function write(code: string): boolean {
    try {
      history.replaceState(history.state, "", hashOf(code));
      trouble.value = "";
      return true;
    } catch {
      trouble.value = TOO_LONG; // how long an address may be is for the browser to say
      return false;
    }
  }

  async function copy(code: string): Promise<void> {
    copied.value = "";
    if (!write(code)) return;
    try {
      await navigator.clipboard.writeText(location.href);
      copied.value = "The link carries the program.";
    } catch {
      copied.value = REFUSED;
    }
  }

  function hasChanged(): void {
    const code = read();
    if (code !== undefined) show(code);
  }
  onMounted(() => addEventListener("hashchange", hasChanged));
  onBeforeUnmount(() => removeEventListener("hashchange", hasChanged));

  return { trouble, copied, read, write, copy };
}
