import { printable } from "../../shared/names.ts";
import type { OnProgress } from "../../shared/progress.ts";
import { Position } from "./position.ts";
import { fitted } from "./width.ts";

/** How often the line on a terminal is written again, in milliseconds. */
const REDRAW = 100;

/** How often a line is written where there is no terminal, in milliseconds. */
const INTERVAL = 5_000;

/** Back to the first column, and everything after it away. */
const CLEAR = "\r\u001b[K";

/** What shows where a run is: on a terminal one line that is rewritten, elsewhere a line every few seconds. */
type Display = {
  onProgress: OnProgress;
  /** What is being done, for errors. */
  stage(): string;
  /** Takes the line off the terminal. May be called again. */
  end(): void;
};

type Options = { quiet: boolean; verbose: boolean };

/** The display on stderr, as the terminal, or what else is there, allows. */
export function displayFor({ quiet, verbose }: Options): Display {
  const position = new Position(verbose);
  const { isTTY } = process.stderr;
  const shown = quiet ? silent(position) : isTTY && process.env.TERM !== "dumb" ? live(position) : plain(position);
  return { ...shown, stage: () => position.stage };
}

type Shown = Omit<Display, "stage">;

const silent = (position: Position): Shown => ({
  onProgress: (progress) => position.take(progress, Date.now()),
  end: () => {},
});

function live(position: Position): Shown {
  let drawn = 0;
  let text = "";
  const draw = () => {
    const line = position.line(Date.now());
    const { columns = 80 } = process.stderr;
    // The last column stays free: a full line would make some terminals scroll.
    const next = line === undefined ? "" : fitted(printable(line), columns - 1);
    if (next !== text) process.stderr.write(`${CLEAR}${next}`);
    text = next;
    drawn = Date.now();
  };
  const timer = setInterval(draw, 10 * REDRAW).unref();
  return {
    onProgress: (progress) => {
      const before = position.stage;
      position.take(progress, Date.now());
      if (position.stage !== before || position.isDone || Date.now() - drawn >= REDRAW) draw();
    },
    end: () => {
      clearInterval(timer);
      if (text !== "") process.stderr.write(CLEAR);
      text = "";
    },
  };
}

function plain(position: Position): Shown {
  let written = 0;
  let text = "";
  const write = () => {
    const line = position.line(Date.now());
    written = Date.now();
    if (line !== undefined && line !== text) process.stderr.write(`${printable(line)}\n`);
    text = line ?? text;
  };
  return {
    onProgress: (progress) => {
      const before = position.stage;
      position.take(progress, Date.now());
      if (position.stage !== before || Date.now() - written >= INTERVAL) write();
    },
    // A reader who last saw 40% would ask whether the rest was done.
    end: () => {
      if (position.isDone) write();
    },
  };
}
