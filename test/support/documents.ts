type Container = Record<string, unknown>;

/** A field of an object, or an element of an array, somewhere in a JSON document. */
type Place = { path: string; container: Container; name: string };

/** Every place of a document, the inner ones after those that hold them. */
export function placesIn(document: unknown, path = "$"): Place[] {
  if (document === null || typeof document !== "object") return [];
  const container = document as Container;
  return Object.keys(container).flatMap((name) => {
    const at = Array.isArray(container) ? `${path}[${name}]` : `${path}.${name}`;
    return [{ path: at, container, name }, ...placesIn(container[name], at)];
  });
}

/** Every object of a document, itself included. */
export const objectsIn = (document: unknown): Container[] =>
  [document, ...placesIn(document).map(({ container, name }) => container[name])].filter(
    (value): value is Container => value !== null && typeof value === "object" && !Array.isArray(value),
  );
