import { useState } from "preact/hooks";
import { writeToken } from "../state/token";

/** Asks for the server's token and keeps it for this tab. */
export function TokenForm({ onToken }: { onToken: () => void }) {
  const [token, setToken] = useState("");
  const submit = (event: Event) => {
    event.preventDefault();
    writeToken(token.trim());
    onToken();
  };
  return (
    <form class="token-form" onSubmit={submit}>
      <label>
        Token
        <input
          type="password"
          autocomplete="off"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
      </label>
      <button type="submit">Use token</button>
      <p class="hint-line">Kept in this tab only, until it is closed.</p>
    </form>
  );
}
