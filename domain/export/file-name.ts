/** Names of files that leave. */

const NAME_MAX = 100;

/** A file name from a title that every system accepts: letters of any script stay, what separates paths goes. */
export function exportFileName(title: string, extension: string): string {
  const stem = [...title.normalize("NFC").replace(/[\p{C}\p{Z}\\/:*?"<>|]+/gu, " ")]
    .slice(0, NAME_MAX)
    .join("")
    .replace(/^[ .]+|[ .]+$/g, "");
  return `${stem || "bulletin"}.${extension}`;
}

/** The Content-Disposition of a download (RFC 6266): a plain name for old clients, the true one in UTF-8 (RFC 8187). */
export function contentDisposition(name: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
