import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What an editor underlines. Lines and columns count from 0. */
export interface Diagnostic {
  readonly range: Range;
  readonly severity: number;
  readonly code: string;
  readonly codeDescription: { readonly href: string };
  readonly source: string;
  readonly message: string;
}

interface CodeAction {
  readonly title: string;
  readonly kind: string;
  readonly command: { readonly command: string; readonly arguments: unknown[] };
}

interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

interface ApplyEdit {
  readonly edit: { readonly documentChanges: readonly { readonly edits: readonly TextEdit[] }[] };
}

/** A document that is open in the editor. */
export interface Document {
  /** What is underlined now. */
  diagnostics(): Promise<Diagnostic[]>;
  /** The offers of the light bulb at a diagnostic. */
  actionsFor(diagnostic: Diagnostic): Promise<string[]>;
  /** The text after one of them was chosen; the document itself stays as it is. */
  textAfter(diagnostic: Diagnostic, title: string): Promise<string>;
  /** Replaces the text, as typing does. */
  type(text: string): Promise<void>;
}

/** An editor with a folder open, which talks to the language server that VS Code has for ESLint. */
export interface Editor {
  open(path: string, languageId: string, text: string): Promise<Document>;
  close(): Promise<void>;
}

const servers = dirname(createRequire(import.meta.url).resolve("vscode-langservers-extracted/package.json"));

/** As VS Code answers when nothing is set. */
const settingsFor = (workspaceFolder: object): object => ({
  validate: "on",
  packageManager: "npm",
  useESLintClass: true,
  useFlatConfig: true,
  experimental: { useFlatConfig: false },
  codeAction: {
    disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" },
    showDocumentation: { enable: true },
  },
  codeActionOnSave: { mode: "all" },
  format: false,
  quiet: false,
  onIgnoredFiles: "off",
  options: {},
  rulesCustomizations: [],
  run: "onType",
  nodePath: null,
  problems: { shortenToSingleLine: false },
  workspaceFolder,
  workingDirectory: { mode: "auto" },
});

const CAPABILITIES = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    synchronization: {},
    diagnostic: { dynamicRegistration: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } },
      isPreferredSupport: true,
    },
  },
};

/** Starts the server for a folder. */
export async function openFolder(folder: string): Promise<Editor> {
  const server = spawn(process.execPath, [join(servers, "bin/vscode-eslint-language-server"), "--stdio"], {
    cwd: folder,
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const workspaceFolder = { uri: pathToFileURL(folder).href, name: basename(folder) };
  let applied: ApplyEdit | undefined;
  connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
    items.map(() => settingsFor(workspaceFolder)),
  );
  connection.onRequest("workspace/workspaceFolders", () => [workspaceFolder]);
  connection.onRequest("client/registerCapability", () => null);
  connection.onRequest("workspace/diagnostic/refresh", () => null);
  connection.onRequest("workspace/applyEdit", (edit: ApplyEdit) => {
    applied = edit;
    return { applied: true };
  });
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: workspaceFolder.uri,
    workspaceFolders: [workspaceFolder],
    capabilities: CAPABILITIES,
  });
  await connection.sendNotification("initialized", {});
  return {
    open: (path, languageId, text) =>
      openDocument(connection, pathToFileURL(join(folder, path)).href, languageId, text, () => {
        const edit = applied;
        applied = undefined;
        return edit;
      }),
    close: () => shutDown(connection, server),
  };
}

async function shutDown(connection: MessageConnection, server: ChildProcessWithoutNullStreams): Promise<void> {
  const gone = new Promise((resolve) => server.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await gone;
  connection.dispose();
}

async function openDocument(
  connection: MessageConnection,
  uri: string,
  languageId: string,
  opened: string,
  takeEdit: () => ApplyEdit | undefined,
): Promise<Document> {
  let version = 1;
  let text = opened;
  const textDocument = { uri };
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  const actionsAt = (diagnostic: Diagnostic): Promise<CodeAction[]> =>
    connection.sendRequest("textDocument/codeAction", {
      textDocument,
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
  return {
    async diagnostics() {
      const { items } = await connection.sendRequest<{ items: Diagnostic[] }>("textDocument/diagnostic", {
        textDocument,
      });
      return items;
    },
    async actionsFor(diagnostic) {
      return (await actionsAt(diagnostic)).map(({ title }) => title);
    },
    async textAfter(diagnostic, title) {
      // The server keeps the edits of the last question only.
      const action = (await actionsAt(diagnostic)).find((each) => each.title === title);
      if (action === undefined) throw new Error(`'${title}' is not offered`);
      await connection.sendRequest("workspace/executeCommand", action.command);
      const edits = takeEdit()?.edit.documentChanges.flatMap((change) => change.edits);
      if (edits === undefined) throw new Error(`'${title}' changes nothing`);
      return withEdits(text, edits);
    },
    async type(changed) {
      text = changed;
      version++;
      const change = { textDocument: { uri, version }, contentChanges: [{ text }] };
      await connection.sendNotification("textDocument/didChange", change);
    },
  };
}

function withEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, character }: Position): number => starts[line]! + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (done, { range, newText }) => done.slice(0, offset(range.start)) + newText + done.slice(offset(range.end)),
      text,
    );
}
