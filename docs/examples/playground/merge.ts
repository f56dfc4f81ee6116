// Merging regions
// merge() takes the border away between a region and its parent. There is no mistake in this program.

import { isRegion, merge, Region } from "regions-runtime";

interface Page {
  lines: string[];
}
const book = new Region<{ pages: Region<Page>[]; first?: string[] }>({ pages: [] }, { name: "book" });
const page = new Region<Page>({ lines: ["Call me Ishmael."] }, { name: "page" });
book.pages.push(page);
console.log(isRegion(page)); // true

merge(page, book);
console.log(isRegion(page)); // false
book.first = page.lines; // both are objects of the book now
