import type { Corpus } from "../api/messages";
import { compact, plural } from "../text/numbers";
import { Foreign } from "./foreign";

interface Props {
  corpora: Corpus[];
  /** May be one that the server does not have, from a link. */
  chosen: string;
  onChange: (name: string) => void;
}

const PROFILES: Record<Corpus["profile"], string> = {
  PROFILE_UNSPECIFIED: "",
  PROFILE_VERBATIM: "words and punctuation count as they are written",
  PROFILE_FOLDED: "case, punctuation and typography do not count",
};

/** Chooses the corpus and says how large it is and how it compares. */
export function CorpusChoice({ corpora, chosen, onChange }: Props) {
  const corpus = corpora.find(({ name }) => name === chosen);
  return (
    <div class="field">
      <label>
        <span>Corpus</span>
        <select
          value={chosen}
          aria-describedby="corpus-facts"
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {!corpus && <option value={chosen}>{chosen || "The server's only one"}</option>}
          {corpora.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p id="corpus-facts" class="hint-line">
        {corpus && (
          <>
            {plural(corpus.counts.documents, "document")}, {compact(corpus.counts.words)} words;{" "}
            {PROFILES[corpus.profile]}
          </>
        )}
        {!corpus && chosen && (
          <>
            The server does not list <Foreign text={chosen} />.
          </>
        )}
      </p>
    </div>
  );
}
