import type { ComponentChildren } from "preact";

interface Props<Name extends string> {
  tabs: Record<Name, { title: string; content: ComponentChildren }>;
  chosen: Name;
  onChange: (name: Name) => void;
}

/** Tabs as the ARIA practices have them; those not chosen keep their state. */
export function Tabs<Name extends string>({ tabs, chosen, onChange }: Props<Name>) {
  const names = Object.keys(tabs) as Name[];
  const keyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = names[(names.indexOf(chosen) + step + names.length) % names.length]!;
    onChange(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Evidence" onKeyDown={keyDown}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`tab-${name}`}
            aria-selected={name === chosen}
            aria-controls={`panel-${name}`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => onChange(name)}
          >
            {tabs[name].title}
          </button>
        ))}
      </div>
      {names.map((name) => (
        <div
          key={name}
          role="tabpanel"
          id={`panel-${name}`}
          aria-labelledby={`tab-${name}`}
          hidden={name !== chosen}
        >
          {tabs[name].content}
        </div>
      ))}
    </>
  );
}
