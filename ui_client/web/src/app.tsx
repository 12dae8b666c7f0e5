import { useEffect, useState } from "preact/hooks";
import { listCorpora } from "./api/client";
import type { Corpus } from "./api/messages";
import { Composer } from "./components/composer";
import { ErrorNote } from "./components/error_note";
import { Foreign } from "./components/foreign";
import { Header } from "./components/header";
import { Intro } from "./components/intro";
import { Result } from "./components/result";
import { ResultBar } from "./components/result_bar";
import { EMPTY_QUESTION, type Question } from "./state/question";
import { decodeQuestion } from "./state/question_link";
import { useRequest } from "./state/use_request";
import { useTrace } from "./state/use_trace";

/** The page: a question, and below it the trace that answers it. */
export function App() {
  const [draft, setDraft] = useState(EMPTY_QUESTION);
  const corpora = useRequest<Corpus[]>();
  const control = useTrace();
  const { phase, serial, question, arrived, error } = control;

  const loadCorpora = () => corpora.run(listCorpora);
  useEffect(loadCorpora, []);
  useEffect(() => {
    const first = corpora.value?.[0];
    if (first) setDraft((draft) => (draft.corpus ? draft : { ...draft, corpus: first.name }));
  }, [corpora.value]);

  // A server that refuses the list of corpora refuses traces for the same reason.
  const failure = corpora.error ?? error;
  const retry = () => {
    if (corpora.error) loadCorpora();
    if (error) control.again();
  };

  const trace = (next: Question) => {
    setDraft(next);
    control.start(next);
  };
  useEffect(() => {
    const openLink = async () => {
      const linked = await decodeQuestion(location.hash.slice(1));
      if (linked?.text) trace(linked);
    };
    void openLink();
    addEventListener("hashchange", openLink);
    return () => removeEventListener("hashchange", openLink);
  }, []);

  const composer = (
    <Composer
      question={draft}
      corpora={corpora.value ?? []}
      busy={phase === "running"}
      onChange={setDraft}
      onTrace={() => trace(draft)}
    />
  );
  return (
    <>
      <Header />
      <main>
        {arrived && question ? (
          // Closed by each new answer.
          <details key={serial} class="ask">
            <summary>
              <QuestionLine question={question} />
            </summary>
            {composer}
          </details>
        ) : (
          <div class="ask">{composer}</div>
        )}
        {failure && <ErrorNote error={failure} onRetry={retry} />}
        {error && arrived?.complete && <p class="hint-line">Below is still the trace before.</p>}
        {phase === "running" && !arrived && (
          <p class="progress-line" role="status">
            Looking for the text's words in the corpus…
          </p>
        )}
        {phase === "idle" && <Intro />}
        {arrived && question && (
          <>
            <ResultBar
              control={control}
              question={question}
              arrived={arrived}
              onDensity={(density) => {
                setDraft((draft) => ({ ...draft, density }));
                control.start({ ...question, density });
              }}
            />
            <Result
              key={serial}
              question={question}
              arrived={arrived}
              running={phase === "running"}
            />
          </>
        )}
      </main>
    </>
  );
}

const QuestionLine = ({ question }: { question: Question }) => (
  <>
    Traced in <b>{question.corpus}</b>
    {question.model && (
      <>
        , as written by{" "}
        <b>
          <Foreign text={question.model} />
        </b>
      </>
    )}
    . <span class="link-like">Change the text</span>
  </>
);
