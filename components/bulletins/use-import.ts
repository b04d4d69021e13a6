"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { ImportRefused, importText, type Preview, previewFile, previewText, type Source } from "./import-client.ts";

interface Fields {
  title: string;
  author: string;
}

/** The import's state: what is imported, how it would look, what the person changed, and what is under way. */
export function useImport() {
  const router = useRouter();
  const [source, setSource] = useState<Source | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [fields, setFields] = useState<Fields>({ title: "", author: "" });
  const [busy, setBusy] = useState<"reading" | "repairing" | "importing" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  /** One request at a time: a newer one takes the place of the one under way. */
  async function run(kind: NonNullable<typeof busy>, work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setBusy(kind);
    setError(null);
    try {
      await work(controller.signal);
      return true;
    } catch (cause) {
      if (controller.signal.aborted) return false;
      if (!(cause instanceof ImportRefused)) throw cause;
      setError(cause.message);
      return false;
    } finally {
      if (running.current === controller) setBusy(null);
    }
  }

  function begin(from: Source, found: Preview): void {
    setSource(from);
    setPreview(found);
    setRefused([]);
    setFields({ title: found.title, author: found.author ?? "" });
  }

  return {
    preview,
    fields,
    refused,
    busy,
    error,
    setFields,
    readFile: (file: File) =>
      run("reading", async (signal) => {
        const read = await previewFile(file, signal);
        begin(read.source, read.preview);
      }),
    readText: (text: string, format: string) =>
      run("reading", async (signal) => {
        const pasted: Source = { text, format, name: null };
        begin(pasted, await previewText(pasted, [], signal));
      }),
    /** Shows the text without these repairs. The person's own title and author stay. */
    refuse: (ids: readonly string[]) => {
      if (!source || !preview) return;
      setRefused(ids);
      void run("repairing", async (signal) => {
        const next = await previewText(source, [...ids], signal);
        setFields((own) => ({
          title: own.title === preview.title ? next.title : own.title,
          author: own.author === (preview.author ?? "") ? (next.author ?? "") : own.author,
        }));
        setPreview(next);
      });
    },
    finish: () => {
      if (!source) return;
      void run("importing", async (signal) => {
        const author = fields.author.trim() || null;
        const id = await importText(source, { refused: [...refused], title: fields.title.trim(), author }, signal);
        router.push(`/b/${id}`);
      });
    },
    startOver: () => {
      running.current?.abort();
      setPreview(null);
      setError(null);
    },
    complain: setError,
  };
}

export type ImportState = ReturnType<typeof useImport>;
