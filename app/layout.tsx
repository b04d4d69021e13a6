import "@fontsource-variable/literata/opsz.css";
import "@fontsource-variable/literata/opsz-italic.css";
import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import { readTheme, THEME_COOKIE } from "../components/shell/theme.ts";
import { Toaster } from "../components/ui/toaster.tsx";

export const metadata: Metadata = {
  title: { default: "Glossa", template: "%s · Glossa" },
  description: "Read a bulletin together: mark its passages, tag them, discuss its claims in the margin.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbf9f6" },
    { media: "(prefers-color-scheme: dark)", color: "#181614" },
  ],
};

/** The two faces that every page begins with; without this they are asked for only when the style sheet was read. */
const FACES = [
  new URL("@fontsource-variable/literata/files/literata-latin-opsz-normal.woff2", import.meta.url),
  new URL("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", import.meta.url),
];

/** The page around every page. The theme is a cookie, so that the first paint has it without a script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  for (const face of FACES) preload(face.href, { as: "font", type: "font/woff2", crossOrigin: "anonymous" });
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} suppressHydrationWarning>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
