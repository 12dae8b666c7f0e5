import { useLayoutEffect, useState } from "preact/hooks";

const KEY = "spanroot.theme";
const THEMES = ["system", "light", "dark"] as const;

/** Light or dark; kept for the next visit. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(() => localStorage.getItem(KEY) ?? "system");
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
  }, [theme]);
  return (
    <label class="theme-choice">
      <span class="visually-hidden">Colours</span>
      <select value={theme} onChange={(event) => setTheme(event.currentTarget.value)}>
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {name[0]!.toUpperCase() + name.slice(1)}
          </option>
        ))}
      </select>
    </label>
  );
}
