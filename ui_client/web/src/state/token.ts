/** The server's token. It lives as long as the tab, and nowhere but in it. */
const KEY = "spanroot.token";

export const readToken = (): string => sessionStorage.getItem(KEY) ?? "";

export function writeToken(token: string): void {
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
}
