/** The variables, given by getters, that have an object as their value. Some may not have been initialized yet. */
export function objectsIn(variables: object): Record<string, object> {
  const objects: Record<string, object> = {};
  for (const name of Object.keys(variables)) {
    const value = valueOf(variables, name);
    if (typeof value === "object" && value !== null) objects[name] = value;
  }
  return objects;
}

function valueOf(variables: object, name: string): unknown {
  try {
    return (variables as Record<string, unknown>)[name];
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}
