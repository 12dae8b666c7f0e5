const integers = new Intl.NumberFormat("en");
const percents = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const sizes = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 1,234 */
export const withCommas = (value: number): string => integers.format(value);

/** "1 document", "1,234 documents" */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${withCommas(count)} ${count === 1 ? noun : nouns}`;

/** "once", "1,234 times" */
export const times = (count: number): string =>
  count === 1 ? "once" : `${withCommas(count)} times`;

/** 0.614 -> "61%" */
export const percent = (share: number): string => percents.format(share);

/** 1807397 -> "1.8M" */
export const compact = (value: number): string => sizes.format(value);

/** 0.0134 -> "13 ms" */
export const seconds = (value: number): string =>
  value < 1 ? `${integers.format(Math.ceil(value * 1000))} ms` : `${value.toFixed(1)} s`;
