import { type Material, referenceOf } from "../steps/step.ts";
import type { LineageVerdict } from "./verify.ts";

/** Short enough for a picture, long enough to tell digests apart. */
const SHORT = 12;

/** The steps of a lineage as a tree of text, from the weights back. */
export function drawText({ steps }: Pick<LineageVerdict, "steps">): string {
  return steps
    .flatMap(({ step, signedBy }) => [
      `${step.products.map((each) => `${each.name} ${shortOf(each)}`).join(", ")}`,
      `  by ${step.name}, ${signedBy.length === 0 ? "signed by no trusted key" : `signed by ${signedBy.join(", ")}`}`,
      ...step.materials.map((each) => `  from ${each.role === "code" ? "code " : ""}${each.name} ${shortOf(each)}`),
      ...step.weak.map(({ name, reason }) => `  weak ${name}: ${reason}`),
    ])
    .join("\n");
}

/** The same for Graphviz: https://graphviz.org/doc/info/lang.html. */
export function drawDot({ steps }: Pick<LineageVerdict, "steps">): string {
  const nodes = new Map<string, string>();
  const arrows = new Set<string>();
  for (const { step, id } of steps) {
    nodes.set(id, `[shape=box, label=${quoted(step.name)}]`);
    for (const each of step.materials) {
      nodes.set(
        referenceOf(each.digest),
        `[shape=${shapeOf(each)}, label=${quoted(`${each.name}\n${shortOf(each)}`)}]`,
      );
      arrows.add(`  ${quoted(referenceOf(each.digest))} -> ${quoted(id)}`);
    }
    for (const each of step.products) {
      if (!nodes.has(referenceOf(each.digest)))
        nodes.set(referenceOf(each.digest), `[shape=ellipse, label=${quoted(`${each.name}\n${shortOf(each)}`)}]`);
      arrows.add(`  ${quoted(id)} -> ${quoted(referenceOf(each.digest))}`);
    }
  }
  const lines = [...nodes].map(([id, attributes]) => `  ${quoted(id)} ${attributes}`);
  return ["digraph lineage {", ...lines, ...arrows, "}"].join("\n");
}

const shapeOf = ({ role, digest }: Material): string =>
  "disjointCommitmentV1" in digest ? "cylinder" : role === "code" ? "note" : "ellipse";

const shortOf = ({ digest }: Pick<Material, "digest">): string => {
  const [name, value = ""] = referenceOf(digest).split(":");
  return `${name === "disjointCommitmentV1" ? "shard" : name} ${value.slice(0, SHORT)}`;
};

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
