import type { Corpus } from "../api/messages";
import type { Question } from "../state/question";
import { plural } from "../text/numbers";
import { DensityKnob } from "./density_knob";
import { Foreign } from "./foreign";

interface Props {
  question: Question;
  corpora: Corpus[];
  onChange: (change: Partial<Question>) => void;
}

/** How a text is traced. */
export function OptionFields({ question, corpora, onChange }: Props) {
  const sources = corpora.find(({ name }) => name === question.corpus)?.sources ?? [];
  const toggle = (name: string, on: boolean) =>
    onChange({
      sources: question.sources.filter((other) => other !== name).concat(on ? name : []),
    });
  return (
    <details class="options">
      <summary>Options</summary>
      <div class="field-row">
        <DensityKnob density={question.density} onInput={(density) => onChange({ density })} />
        <label class="field">
          <span>Words of a span, at least</span>
          <input
            type="number"
            min={1}
            max={1000}
            required
            value={question.minWords}
            onInput={(event) => onChange({ minWords: event.currentTarget.valueAsNumber || 4 })}
          />
        </label>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={question.redactEmails}
          onChange={(event) => onChange({ redactEmails: event.currentTarget.checked })}
        />
        Redact e-mail addresses in documents
      </label>
      {sources.length > 1 && (
        <fieldset class="sources">
          <legend>Sources (none chosen: all)</legend>
          {sources.map(({ name, counts }) => (
            <label class="check" key={name}>
              <input
                type="checkbox"
                checked={question.sources.includes(name)}
                onChange={(event) => toggle(name, event.currentTarget.checked)}
              />
              <span>
                <Foreign text={name} /> <small>{plural(counts.documents, "document")}</small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </details>
  );
}
