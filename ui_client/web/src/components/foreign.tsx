import { printable, printableLine } from "../text/printable";
import { safeUrl } from "../text/safe_url";

/**
 * A line that others wrote: a field of a document, the name of a corpus. It cannot turn the text
 * around it, and its control characters are visible.
 */
export const Foreign = ({ text }: { text: string }) => <bdi>{printableLine(text)}</bdi>;

/** The same for running text, whose line ends stay. */
export const ForeignText = ({ text }: { text: string }) => <>{printable(text)}</>;

/** An address: a link if it is a safe one, otherwise text. */
export function ForeignUrl({ url }: { url: string }) {
  const href = safeUrl(url);
  if (!href) return <Foreign text={url} />;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      <Foreign text={href} />
    </a>
  );
}
