/** HTML that is safe to put into a page. */
export class SafeHtml {
  constructor(readonly source: string) {}
}

type Value = string | number | undefined | SafeHtml | SafeHtml[];

/** Everything between ${ and } is escaped, unless html`` made it; undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): SafeHtml {
  return new SafeHtml(strings.reduce((all, next, i) => all + render(values[i - 1]) + next));
}

function render(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof SafeHtml) return value.source;
  if (Array.isArray(value)) return value.map(render).join("");
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
