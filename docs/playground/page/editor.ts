import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, lineNumbers, type DecorationSet } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { Edit, Problem } from "../messages.ts";

export interface Editor {
  /** What is in it, with line ends as the editor has them. */
  text(): string;
  show(code: string): void;
  /** Marks what is wrong with the text that is in it now. */
  mark(problems: readonly Problem[]): void;
  /** Says which line the program has just left. */
  pointAt(line: number | undefined): void;
  goTo(offset: number): void;
  /** Makes an edit of a problem that is marked; not if the text has been changed since then, so that its places are others. */
  apply(edit: Edit): void;
  end(): void;
}

const setLine = StateEffect.define<number | undefined>();
const currentLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { effects, docChanged, state }) {
    const effect = effects.find((each) => each.is(setLine));
    if (effect === undefined) return docChanged ? Decoration.none : marks;
    const line = effect.value;
    if (line === undefined || line < 1 || line > state.doc.lines) return Decoration.none;
    return Decoration.set(Decoration.line({ class: "current-line" }).range(state.doc.line(line).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function createEditor(parent: Element, code: string, changed: (code: string) => void): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        lintGutter(),
        currentLine,
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]), // Tab is not among them: it leaves the editor
        EditorView.contentAttributes.of({
          "aria-label": "Program",
          "aria-describedby": "playground-keys",
          tabindex: "0",
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) changed(state.doc.toString());
        }),
      ],
    }),
  });
  /** The text that the marks are about. */
  let marked = view.state.doc;
  const apply = ({ from, to, insert }: Edit): void => {
    if (view.state.doc === marked) view.dispatch({ changes: { from, to, insert } });
  };
  const diagnosticOf = ({ from, to, message, source, actions }: Problem): Diagnostic => ({
    from,
    to,
    severity: "error",
    source,
    message,
    actions: actions.map(({ name, edit }) => ({ name, apply: () => apply(edit) })),
  });
  return {
    apply,
    text: () => view.state.doc.toString(),
    show: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark(problems) {
      marked = view.state.doc;
      view.dispatch(setDiagnostics(view.state, problems.map(diagnosticOf)));
    },
    pointAt: (line) => view.dispatch({ effects: setLine.of(line) }),
    goTo(offset) {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
    end: () => view.destroy(),
  };
}
