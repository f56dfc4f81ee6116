import type { Snapshot } from "regions-runtime/diagram";
import { computed, nextTick, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from "vue";
import { generated } from "../../.vitepress/theme/generated.ts";
import { EXAMPLES } from "../examples.ts";
import type { Checked, Failure, Problem, RunEvent } from "../messages.ts";
import { startChecker, type Checker } from "./checker.ts";
import { createEditor, type Editor } from "./editor.ts";
import { firstLineOf } from "./places.ts";
import { run } from "./sandbox.ts";
import { useLink } from "./use-link.ts";

type Event<Type> = RunEvent<Snapshot> & { readonly type: Type };

/** How long nobody types before what was typed is checked. */
const PAUSE_MS = 150;

/** The state of the playground, and what can be done with it. `place` is where the editor goes. */
export function usePlayground(place: Ref<Element | null>) {
  /** Until the text has been checked, the problems are those of another text. */
  const state = ref<"checking" | "failed" | "running" | "idle">("checking");
  const problems = shallowRef<readonly Problem[]>([]);
  const prints = shallowRef<readonly Event<"print">[]>([]);
  const steps = shallowRef<readonly Event<"step">[]>([]);
  const end = shallowRef<Event<"end">>();
  const isProgram = ref(true);
  const checkerTrouble = ref("");
  const position = ref(0);
  const example = ref("");
  const step = computed(() => steps.value[position.value]);
  const failure = computed((): (Failure & { readonly line?: number | undefined }) | undefined => {
    const error = end.value?.failure;
    return error && { ...error, line: firstLineOf(error.stack) };
  });

  let editor: Editor | undefined;
  let checker: Checker | undefined;
  let stop = (): void => undefined;
  let pause = 0;

  const link = useLink((code) => {
    if (code === editor?.text()) return;
    example.value = "";
    editor?.show(code);
  });

  function changed(code: string): void {
    stop();
    checker?.forget();
    state.value = "checking";
    link.copied.value = "";
    clearTimeout(pause);
    pause = window.setTimeout(() => {
      checker?.check(code);
      link.write(code);
    }, PAUSE_MS);
  }

  function show({ problems: found, program }: Checked): void {
    problems.value = found;
    editor?.mark(found);
    isProgram.value = program !== undefined;
    [prints.value, steps.value, end.value] = [[], [], undefined];
  }

  function hasBeenChecked(checked: Checked): void {
    checkerTrouble.value = "";
    show(checked);
    if (checked.program === undefined) {
      state.value = "idle";
      return;
    }
    state.value = "running";
    const happened: RunEvent<Snapshot>[] = [];
    stop = run(checked.program, (event) => {
      happened.push(event);
      if (event.type === "end") hasEnded(happened);
    });
  }

  function hasFailed(message: string): void {
    checkerTrouble.value = `The checker has failed (${message}). Change the program, or load this page again.`;
    show({ problems: [] });
    state.value = "failed";
  }

  function hasEnded(events: readonly RunEvent<Snapshot>[]): void {
    prints.value = events.filter((event) => event.type === "print");
    steps.value = events.filter((event) => event.type === "step");
    end.value = events.find((event) => event.type === "end");
    position.value = Math.max(0, steps.value.length - 1);
    state.value = "idle";
  }

  function choose(): void {
    editor?.show(EXAMPLES.find(({ id }) => id === example.value)!.code);
  }

  function firstCode(): string {
    const linked = link.read();
    if (linked !== undefined) return linked;
    example.value = EXAMPLES[0]!.id;
    return EXAMPLES[0]!.code;
  }

  onMounted(async () => {
    await nextTick();
    editor = createEditor(place.value!, firstCode(), changed);
    const startWorker = (): Worker => new Worker(generated("language.js"), { type: "module" });
    checker = startChecker(startWorker, hasBeenChecked, hasFailed);
    checker.check(editor.text());
  });
  onBeforeUnmount(() => {
    stop();
    clearTimeout(pause);
    checker?.end();
    editor?.end();
  });
  watch(step, (now) => editor?.pointAt(now?.line));

  return {
    state,
    problems,
    prints,
    steps,
    position,
    end,
    failure,
    isProgram,
    trouble: computed(() => checkerTrouble.value || link.trouble.value),
    copied: link.copied,
    example,
    choose,
    goTo: (problem: Problem) => editor?.goTo(problem.from),
    apply: (action: Problem["actions"][number]) => editor?.apply(action.edit),
    copyLink: () => link.copy(editor?.text() ?? ""),
  };
}
