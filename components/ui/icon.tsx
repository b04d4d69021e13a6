/** Our signs: strokes on a 20 × 20 grid, drawn in the text's colour. Always beside a word or within a named control. */

const PATHS = {
  plus: "M10 4v12M4 10h12",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  close: "m5 5 10 10M15 5 5 15",
  "chevron-down": "m5.5 8 4.5 4.5L14.5 8",
  "chevron-right": "m8 5.5 4.5 4.5L8 14.5",
  "arrow-left": "M16 10H4m5-5-5 5 5 5",
  "arrow-right": "M4 10h12m-5-5 5 5-5 5",
  upload: "M10 13V4m0 0L6.5 7.5M10 4l3.5 3.5M4 13v1.5A1.5 1.5 0 0 0 5.5 16h9a1.5 1.5 0 0 0 1.5-1.5V13",
  download: "M10 4v9m0 0 3.5-3.5M10 13 6.5 9.5M4 13v1.5A1.5 1.5 0 0 0 5.5 16h9a1.5 1.5 0 0 0 1.5-1.5V13",
  trash:
    "M4 6h12M8 6V4.5A.5.5 0 0 1 8.5 4h3a.5.5 0 0 1 .5.5V6m2.5 0-.6 9a1 1 0 0 1-1 1H7.1a1 1 0 0 1-1-1L5.5 6M8.5 9v4m3-4v4",
  edit: "m4 16 .8-3.2L13 4.6a1.4 1.4 0 0 1 2 0l.4.4a1.4 1.4 0 0 1 0 2L7.2 15.2 4 16Z",
  undo: "M7 5 3.5 8.5 7 12M4 8.5h7.5a4 4 0 0 1 0 8H8",
  redo: "m13 5 3.5 3.5L13 12m3-3.5H8.5a4 4 0 0 0 0 8H12",
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l2.4-2.4a3 3 0 0 0-4.2-4.2l-1 1m1.6 2.6a3 3 0 0 0-4.2 0l-2.4 2.4a3 3 0 0 0 4.2 4.2l1-1",
  copy: "M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3",
  user: "M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 6c.6-2.6 3-4 6-4s5.4 1.4 6 4",
  people:
    "M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.5 16c.5-2.5 2.5-4 5-4s4.5 1.5 5 4m.5-6.7a2.4 2.4 0 0 0 0-4.8m1.5 7.8c1.6.6 2.7 1.9 3 3.7",
  sun: "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM10 2.5V4m0 12v1.5M2.5 10H4m12 0h1.5M4.7 4.7l1 1m8.6 8.6 1 1m0-10.6-1 1M5.7 14.3l-1 1",
  moon: "M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8Z",
  screen: "M3 4.5h14v9H3zM7 16.5h6",
  highlight: "m6 11.5 6-7 3.5 3-6 7H6v-3ZM4 17h12",
  comment:
    "M4 5.5A1.5 1.5 0 0 1 5.5 4h9A1.5 1.5 0 0 1 16 5.5v6a1.5 1.5 0 0 1-1.5 1.5H9l-3.5 3V13A1.5 1.5 0 0 1 4 11.5v-6Z",
  claim: "M10 3v14M6 17h8M4 6h12M4 6l-2 5h4L4 6Zm12 0-2 5h4l-2-5Z",
  question: "M7.5 7.5A2.5 2.5 0 1 1 11 9.8c-.7.4-1 .9-1 1.7M10 14.5h.01",
  suggestion: "M4 6h7M4 10h4m-4 4h3m3.5 2 .6-2.4 4.6-4.6a1.2 1.2 0 0 1 1.7 1.7l-4.6 4.6-2.3.7Z",
  tag: "M4 4.5v5l7 7 5.5-5.5-7-7h-5a.5.5 0 0 0-.5.5Zm3.2 2.7h.01",
  search: "M9 14A5 5 0 1 0 9 4a5 5 0 0 0 0 10Zm3.7-1.3L16.5 16.5",
  reply: "M8 5 4 9l4 4M4.5 9H12a4 4 0 0 1 4 4v2",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-8v4.5M10 6.5h.01",
  warning: "M10 3.5 17.5 16h-15L10 3.5Zm0 5v3.5m0 2h.01",
  lock: "M6.5 9V7a3.5 3.5 0 0 1 7 0v2M5 9h10v7H5z",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5Zm7.5 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  document: "M5 3h6.5L15 6.5V17H5V3Zm6 0v4h4M7.5 10.5h5m-5 3h5",
  menu: "M3.5 6h13m-13 4h13m-13 4h13",
  filter: "M3.5 5h13M6 10h8m-5 5h2",
  "sign-out": "M8 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H8m4.5-9 3 3-3 3m3-3H8",
} as const;

export type IconName = keyof typeof PATHS;

/** A sign, hidden from screen readers: the control around it carries the name. */
export function Icon({ name, size = 18, className = "" }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      viewBox="0 0 20 20"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 2.2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
