/** A staff code -> a role. Shown in place of any view that needs one. */
import { useState } from "preact/hooks";
import { refresh } from "./access";
import { api, type Problem, type Role } from "./api";
import { Said } from "./kit/said";
import { w } from "./language";
import { go, place } from "./router";

export function LoginView({ needs }: { needs: Role }) {
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState("");
  const words = w.value.login;

  async function enter(event: Event): Promise<void> {
    event.preventDefault();
    setProblem("");
    try {
      await api.login(code);
      await refresh();
      if (place.value.view === "login") go("clinician");
    } catch (failure) {
      const { status, message } = failure as Problem;
      setProblem(status === 401 || status === 403 ? words.wrong : message);
    }
  }

  return (
    <form class="card narrow login" onSubmit={(event) => void enter(event)}>
      <h1>{words.title}</h1>
      <p>{words.why(w.value.roles[needs])}</p>
      <label class="field">
        <span>{words.code}</span>
        <input type="password" autocomplete="current-password" required value={code} onInput={(event) => setCode(event.currentTarget.value)} />
      </label>
      {problem && <p class="problem" role="alert">{problem}</p>}
      <button class="button primary" type="submit">{words.enter}</button>
      <p class="hint"><Said text={words.hint(needs)} /></p>
    </form>
  );
}
