interface Props {
  model: string;
  onChange: (model: string) => void;
}

/** Names the model; those of the catalogue are offered. */
export const ModelChoice = ({ model, onChange }: Props) => (
  <div class="field">
    <label>
      <span>
        Model <small>(decides what a match may prove)</small>
      </span>
      <input
        list="models"
        autocomplete="off"
        spellcheck={false}
        value={model}
        placeholder="allenai/OLMo-2-1124-7B"
        aria-describedby="model-hint"
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
    <p id="model-hint" class="hint-line">
      {model.trim() === "" ? "Without it a trace makes no claim about training data." : ""}
    </p>
    <datalist id="models">
      {__CATALOGUE_MODELS__.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </datalist>
  </div>
);
