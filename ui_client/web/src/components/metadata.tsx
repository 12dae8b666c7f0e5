import { Foreign } from "./foreign";

/** The other fields of a document's record; nothing if there are none. */
export function Metadata({ json }: { json: string }) {
  const fields = metadataFields(json);
  if (fields.length === 0) return null;
  return (
    <details class="metadata">
      <summary>Other fields of its record</summary>
      <dl class="facts">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>
              <Foreign text={name} />
            </dt>
            <dd>
              <Foreign text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Fields of objects in objects are named by their path. What is no object is shown as it is. */
export function metadataFields(json: string): [string, string][] {
  if (json === "") return [];
  try {
    return flattened(JSON.parse(json), []);
  } catch {
    return [["metadata", json]];
  }
}

function flattened(value: unknown, path: string[]): [string, string][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, inner]) => flattened(inner, [...path, name]));
  }
  return [
    [path.join(".") || "metadata", typeof value === "string" ? value : JSON.stringify(value)],
  ];
}
