/** The pages that the bar and the menu lead to. */
export const PAGES = [
  { href: "/", label: "Bulletins", icon: "document" },
  { href: "/tags", label: "Tags", icon: "tag" },
  { href: "/members", label: "Members", icon: "people" },
] as const;

/** Whether a page, or one below it, is the one that is shown. */
export function isCurrent(href: string, path: string): boolean {
  if (href === "/") return path === "/" || path === "/import" || path === "/deleted";
  return path === href || path.startsWith(`${href}/`);
}
