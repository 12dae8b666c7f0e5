import { useRef, useState } from "preact/hooks";
import type { Corpus } from "../api/messages";
import type { Question } from "../state/question";
import { plural } from "../text/numbers";
import { readRecord } from "../text/record";
import { CorpusChoice } from "./corpus_choice";
import { ModelChoice } from "./model_choice";
import { OptionFields } from "./option_fields";

interface Props {
  question: Question;
  corpora: Corpus[];
  busy: boolean;
  onChange: (question: Question) => void;
  onTrace: () => void;
}

/** Where a text is pasted, dropped or opened, and what to trace it in is chosen. */
export function Composer({ question, corpora, busy, onChange, onTrace }: Props) {
  const [empty, setEmpty] = useState(false);
  const [dragging, setDragging] = useState(false);
  const [opened, setOpened] = useState("");
  const textField = useRef<HTMLTextAreaElement>(null);
  const set = (change: Partial<Question>) => onChange({ ...question, ...change });

  const trace = () => {
    const blank = question.text.trim() === "";
    setEmpty(blank);
    if (blank) textField.current?.focus();
    else onTrace();
  };
  const fill = (name: string, content: string) => {
    const { output, prompt, model, count } = readRecord(content);
    setEmpty(false);
    setOpened(count > 1 ? `First of ${plural(count, "record")} of ${name}.` : `Opened ${name}.`);
    set({ text: output, prompt: prompt || question.prompt, model: model || question.model });
  };
  const openFile = async (file: File | undefined) => {
    if (file) fill(file.name, await file.text());
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    const file = event.dataTransfer?.files[0];
    if (file) void openFile(file);
    else fill("the dropped text", event.dataTransfer?.getData("text") ?? "");
  };

  return (
    <form
      class={`composer ${dragging ? "dragging" : ""}`}
      aria-label="Text to trace"
      onSubmit={(event) => {
        event.preventDefault();
        trace();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) trace();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      <div class="answer">
        <label class="field">
          <span>Answer of the model</span>
          <textarea
            ref={textField}
            dir="auto"
            rows={14}
            value={question.text}
            placeholder="Paste the text to trace, or drop a file."
            aria-invalid={empty}
            aria-describedby="composer-message"
            onInput={(event) => {
              setEmpty(false);
              set({ text: event.currentTarget.value });
            }}
          />
        </label>
        <p id="composer-message" class={empty ? "field-error" : "hint-line"} role="status">
          {empty ? "There is no text to trace yet: paste one above." : opened}
        </p>
      </div>
      <div class="about">
        <label class="field">
          <span>
            Prompt <small>(optional; helps to order documents)</small>
          </span>
          <textarea
            dir="auto"
            rows={3}
            value={question.prompt}
            onInput={(event) => set({ prompt: event.currentTarget.value })}
          />
        </label>
        <CorpusChoice
          corpora={corpora}
          chosen={question.corpus}
          onChange={(corpus) => set({ corpus, sources: [] })}
        />
        <ModelChoice model={question.model} onChange={(model) => set({ model })} />
        <OptionFields question={question} corpora={corpora} onChange={set} />
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? "Tracing…" : "Trace"}
          </button>
          <label class="button file-button">
            Open a file
            <input
              type="file"
              class="visually-hidden"
              onChange={(event) => {
                void openFile(event.currentTarget.files?.[0]);
                event.currentTarget.value = "";
              }}
            />
          </label>
          <span class="hint-line key-hint">Ctrl + Enter traces</span>
        </div>
      </div>
    </form>
  );
}
