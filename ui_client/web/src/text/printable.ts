/**
 * The text with every control character as a visible sign: those of ASCII except tab and line end as
 * their pictures, those that turn or embed directions of writing as "␦". One UTF-16 code unit stays
 * one, so indices into the text stay what they are. Marks that only join or order characters
 * (U+200C to U+200F, U+061C) belong to the writing of some languages and stay.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "␡" : "␦";
  });
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The same on one line. */
export const printableLine = (text: string): string => printable(text.replace(/\s+/g, " ").trim());
