/** What a scenario is: a load, and the figures that it gives for one server. */

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

export interface Scenario {
  name: string;
  title: string;
  /** What is done, in a sentence or two. */
  what(settings: Settings): string;
  columns: Column[];
  takesPart(subject: Subject): boolean;
  measure(running: Running, settings: Settings, subject: Subject): Promise<Outcome>;
}
