import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, Region, ReportingDescriptor, Result } from "sarif";
import manifest from "../../../package.json" with { type: "json" };
import type { CheckedFile, CheckedFinding, CheckResult, RuleInfo, Spot } from "../check/finding.js";
import { shownPath } from "../paths.js";
import { createFingerprints, type Fingerprints } from "./fingerprint.js";

/** What relative addresses are relative to. */
const ROOT = "%SRCROOT%";

/**
 * SARIF 2.1.0, the Static Analysis Results Interchange Format (OASIS 2020), as far as GitHub's code scanning reads it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ files, rules }: CheckResult, cwd: string): string {
  const used = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  const indices = new Map(used.map(([ruleId], index) => [ruleId, index]));
  const results: Result[] = [];
  const notifications: Notification[] = [];
  for (const file of files) {
    const uri = addressOf(shownPath(cwd, file.path));
    const fingerprints = createFingerprints(file.source);
    for (const finding of file.findings) {
      if (finding.ruleId === undefined) notifications.push(notificationOf(finding, uri));
      else results.push(resultOf({ ...finding, ruleId: finding.ruleId }, file, uri, indices, fingerprints));
    }
  }
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: manifest.name,
            version: manifest.version,
            informationUri: "https://github.com/regions-js/regions",
            rules: used.map(([ruleId, info]) => descriptorOf(ruleId, info)),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(cwd).href.replace(/\/$/, "")}/` } },
        invocations: [
          {
            executionSuccessful: !files.some(({ findings }) => findings.some(({ isFatal }) => isFatal)),
            toolExecutionNotifications: notifications,
          },
        ],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** In a name, "?" and "#" end no path, and ":" ends no scheme. */
const addressOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

function descriptorOf(id: string, { description, url }: RuleInfo): ReportingDescriptor {
  return {
    id,
    name: id.replace(/^.*\//, ""),
    ...(description !== "" && {
      shortDescription: { text: description },
      fullDescription: { text: `${description}.` },
    }),
    ...(url !== undefined && {
      helpUri: url,
      help: { text: `See ${url}`, markdown: `[What it reports, and how to put it right](${url})` },
    }),
    defaultConfiguration: { level: "error" },
    properties: { tags: ["correctness", "concurrency"], precision: "high" },
  };
}

type OfRule = CheckedFinding & { readonly ruleId: string };

function resultOf(
  { ruleId, severity, message, spot, places }: OfRule,
  { source }: CheckedFile,
  uri: string,
  indices: ReadonlyMap<string, number>,
  fingerprints: Fingerprints,
): Result {
  const index = indices.get(ruleId);
  return {
    ruleId,
    ...(index !== undefined && { ruleIndex: index }),
    level: severity,
    message: { text: withLinks(message, places) },
    locations: [locationOf(uri, spot)],
    ...(places.length > 0 && {
      relatedLocations: places.map((place, id) => ({ id, ...locationOf(uri, place), message: { text: place.label } })),
    }),
    ...(source !== "" && { partialFingerprints: { primaryLocationLineHash: fingerprints.of(ruleId, spot) } }),
  };
}

/** Code scanning shows those related locations to which the message links: "moved on [line 8](0)". */
function withLinks(message: string, places: readonly Spot[]): string {
  const linked = new Set<number>();
  // What looks like a link in quoted code is none.
  return message.replace(/\[(?=[^\]]*\]\()/g, "\\[").replace(/\bline (\d+)/g, (text, line: string) => {
    const id = places.findIndex((place, index) => place.line === Number(line) && !linked.has(index));
    if (id < 0) return text;
    linked.add(id);
    return `[${text}](${id})`;
  });
}

function notificationOf({ message, severity, isFatal, spot }: CheckedFinding, uri: string): Notification {
  return { level: severity, message: { text: message }, locations: [locationOf(uri, isFatal ? spot : undefined)] };
}

function locationOf(uri: string, spot: Spot | undefined): Location {
  const artifactLocation = { uri, uriBaseId: ROOT };
  if (spot === undefined) return { physicalLocation: { artifactLocation } };
  const { line, column, endLine, endColumn } = spot;
  const region: Region = { startLine: line, startColumn: column, endLine, endColumn };
  return { physicalLocation: { artifactLocation, region } };
}
