/** Where names are not shown: one line to type who one is. Refuses to know: who there is. */
import { useSignal } from "@preact/signals";
import { api, Problem } from "../api";
import { useWorking } from "../kit/working";
import { typedWords } from "./typed_words";

const NOT_FOUND = 404;
const SEVERAL = 409;

export function TypedName({ begin }: { begin: (person: string) => Promise<void> }) {
  const typed = useSignal("");
  const { busy, problem, run } = useWorking();
  const words = typedWords();
  const onSubmit = (event: Event) => {
    event.preventDefault();
    void run(async () => begin(await whose(typed.value)));
  };
  return (
    <form class="typed-name" onSubmit={onSubmit}>
      <label class="field"><span>{words.label}</span>
        <input type="text" required maxLength={60} autocomplete="off" autocapitalize="characters" spellcheck={false} value={typed.value} onInput={(event) => (typed.value = event.currentTarget.value)} />
      </label>
      <button class="button primary" type="submit" disabled={busy.value || !typed.value.trim()}>{words.begin}</button>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
    </form>
  );
}

async function whose(typed: string): Promise<string> {
  try {
    return (await api.personOfTyped(typed)).id;
  } catch (failure) {
    const words = typedWords();
    if (failure instanceof Problem && failure.status === NOT_FOUND) throw new Error(words.unknown);
    if (failure instanceof Problem && failure.status === SEVERAL) throw new Error(words.several);
    throw failure;
  }
}
