import { percent } from "../text/numbers";

/** The steps of the density knob: spans shown per word of the text, at most. */
export const DENSITIES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
export const DEFAULT_DENSITY = 0.05;

/** The step nearest to a density; that of a shared link may be any. */
export const densityStep = (density: number): number =>
  DENSITIES.reduce(
    (best, step, i) => (Math.abs(step - density) < Math.abs(DENSITIES[best]! - density) ? i : best),
    0,
  );

export const describeDensity = (density: number): string =>
  density >= 1
    ? "all spans"
    : `${percent(density)}: up to 1 span in ${Math.round(1 / density)} words`;
