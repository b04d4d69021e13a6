/** What a scenario is: a load, and the figures that it gives for one server. */

import type { LoadProcess } from "../load/load-process.ts";
import type { Running, Subject } from "../peers/subject.ts";

export interface Settings {
  /** How long is measured. */
  seconds: number;
  /** How long the load runs before. */
  warmUp: number;
  /** How many bulletins the scenarios with many use; null: their own number. */
  rooms: number | null;
}

export interface Column {
  key: string;
  label: string;
  digits: number;
  /** Lower is better, and ratios to the others are printed. */
  isCompared?: boolean;
}

export type Figures = Record<string, number | null>;

export interface Outcome {
  figures: Figures;
  /** What a reader of the table has to know, such as a load that was at its end. */
  notes: string[];
}

interface Described {
  name: string;
  title: string;
  /** What is done, in a sentence or two. */
  what(settings: Settings): string;
  columns: Column[];
  takesPart(subject: Subject): boolean;
  /** Takes too long to be part of every run. */
  onlyByName?: boolean;
}

export type Scenario = Described &
  (
    | { measure(running: Running, settings: Settings): Promise<Outcome> }
    /** Starts what it needs by itself. */
    | { measureAlone(subject: Subject, settings: Settings): Promise<Outcome> }
  );

/** Ends the load's processes however the measurement ends. */
export async function withLoad<T>(all: Pick<LoadProcess<never>, "end">[], measure: () => Promise<T>): Promise<T> {
  try {
    return await measure();
  } finally {
    for (const each of all) each.end();
  }
}

/** Deals them out to the processes of the load. */
export function split<T>(all: T[], parts: number): T[][] {
  return Array.from({ length: parts }, (_, part) => all.filter((_, index) => index % parts === part));
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
