"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { ImportRefused } from "../bulletins/import-client.ts";
import { newId } from "../sync/uuid.ts";
import { showToast } from "../ui/toast-store.ts";
import { acceptEdition, askForReport, type Report, type Revised } from "./edition-client.ts";

/** HTTP's word for "it contradicts what is there": somebody has written since the report. */
const CONFLICT = 409;

/** A new edition's state: the revised text, the report on it, and what is under way. */
export function useEdition(bulletinId: string) {
  const router = useRouter();
  const [revised, setRevised] = useState<Revised | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [takesOver, setTakesOver] = useState({ title: false, author: false });
  const [busy, setBusy] = useState<"reading" | "repairing" | "accepting" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isOutdated, setOutdated] = useState(false);
  const running = useRef<AbortController | null>(null);
  /** Of the report that is shown. */
  const key = useRef("");
  useEffect(() => () => running.current?.abort(), []);

  /** One request at a time: a newer one takes the place of the one under way. */
  async function run(kind: NonNullable<typeof busy>, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setBusy(kind);
    setError(null);
    setOutdated(false);
    try {
      await work(controller.signal);
    } catch (cause) {
      if (controller.signal.aborted) return;
      if (!(cause instanceof ImportRefused)) throw cause;
      setError(cause.message);
      setOutdated(cause.status === CONFLICT);
    } finally {
      if (running.current === controller) setBusy(null);
    }
  }

  const ask = (kind: "reading" | "repairing", from: Revised, without: readonly string[]): Promise<void> =>
    run(kind, async (signal) => {
      const made = await askForReport(bulletinId, from, without, signal);
      key.current = newId();
      setRevised(from);
      setRefused(without);
      setReport(made);
    });

  return {
    report,
    refused,
    takesOver,
    busy,
    error,
    isOutdated,
    setTakesOver,
    readFile: (file: File) => ask("reading", { file }, []),
    readText: (text: string, format: string) => ask("reading", { text, format }, []),
    complain: setError,
    /** Reports on the text without these repairs. */
    refuse: (ids: readonly string[]) => {
      if (revised) void ask("repairing", revised, ids);
    },
    askAgain: () => {
      if (revised) void ask("reading", revised, refused);
    },
    accept: () => {
      if (!revised || !report) return;
      void run("accepting", async (signal) => {
        const title = takesOver.title ? report.found.title : null;
        const author = takesOver.author ? report.found.author : null;
        await acceptEdition(bulletinId, revised, refused, { report, key: key.current, title, author }, signal);
        showToast("The new edition is in place.");
        router.push(`/b/${bulletinId}`);
      });
    },
    startOver: () => {
      running.current?.abort();
      setReport(null);
      setError(null);
      setTakesOver({ title: false, author: false });
    },
  };
}

export type EditionState = ReturnType<typeof useEdition>;
