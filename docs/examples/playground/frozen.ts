// Changing what is frozen
// freeze() is deep, and so is the rule: it follows the list through the helper that sorts it.

import { freeze } from "regions-runtime";

const settings = { port: 80, hosts: ["b.example", "a.example"] };
settings.port = 443; // nobody else can see it yet
freeze(settings);

function sorted(hosts: string[]): string[] {
  return hosts.sort();
}

const { hosts } = settings;
console.log(sorted([...hosts])); // [ 'a.example', 'b.example' ]
sorted(hosts); // ✗ no-mutate-frozen, throws TypeError
