/**
 * The address as a link may have it, or undefined: only http and https, and no user names, which
 * serve to make an address look like another. International host names come in ASCII, for the same
 * reason.
 */
export function safeUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") return undefined;
  if (parsed.username !== "" || parsed.password !== "") return undefined;
  return parsed.href;
}
