import { useId } from "preact/hooks";
import { DENSITIES, densityStep, describeDensity } from "../trace/density";

interface Props {
  density: number;
  /** While the knob moves. */
  onInput?: (density: number) => void;
  /** Where it is let go. */
  onChange?: (density: number) => void;
}

/** How many spans are shown. */
export function DensityKnob({ density, onInput, onChange }: Props) {
  const id = useId();
  const chosen = (event: { currentTarget: HTMLInputElement }) =>
    DENSITIES[Number(event.currentTarget.value)]!;
  return (
    <div class="density">
      <label for={id}>Density</label>
      <output for={id}>{describeDensity(density)}</output>
      <input
        id={id}
        type="range"
        min={0}
        max={DENSITIES.length - 1}
        step={1}
        value={densityStep(density)}
        aria-valuetext={describeDensity(density)}
        onInput={(event) => onInput?.(chosen(event))}
        onChange={(event) => onChange?.(chosen(event))}
      />
    </div>
  );
}
