/** Five objects and arrays each. */

export const records = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    name: `user ${id}`,
    score: id * 1.5,
    on: id % 2 === 0,
    tags: ["a", "b"],
    address: { city: `city ${id % 100}`, geo: { lat: id / 7, lng: id / 3 } },
    list: [id, id + 1],
  }));
