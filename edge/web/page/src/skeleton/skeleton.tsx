/**
 * A feed of bodies -> a figure that can be turned. Drag or arrow keys turn it, + and - come closer, Home goes back.
 * Without WebGL it is drawn flat, and says so. Refuses to know: where bodies come from.
 */
import { signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { w } from "../language";
import { dark } from "../theme";
import { type Body, facing, type Feed, upright } from "./anatomy";
import type { Drawing } from "./drawing";
import { FlatDrawing } from "./flat";
import { Orbit, type Preset } from "./orbit";
import "./skeleton.css";

const PRESETS: readonly Preset[] = ["camera", "front", "side"];

/** Null until somebody looked; then whether this browser has WebGL. */
const solid = signal<boolean | null>(null);

export interface SkeletonProps {
  feed: Feed;
  /** What is shown, for whoever cannot see it. */
  label: string;
  preset?: Preset;
  /** Leave out the legend of loads. */
  plain?: boolean;
}

export function Skeleton({ feed, label, preset = "camera", plain = false }: SkeletonProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chosen = useSignal<Preset>(preset);
  const loaded = useSignal(false);
  const stage = useRef<Stage | null>(null);
  const words = w.value.skeleton;

  useEffect(() => {
    if (!canvas.current) return;
    const opened = new Stage(canvas.current, chosen.peek(), (load) => (loaded.value = load));
    stage.current = opened;
    const stop = feed.watch((body) => opened.show(body));
    return () => {
      stop();
      opened.close();
    };
  }, [feed, solid.value]);
  useEffect(() => stage.current?.repaint(), [dark.value]);

  const choose = (wanted: Preset) => {
    chosen.value = wanted;
    stage.current?.choose(wanted);
  };

  return (
    <div class="skeleton">
      <canvas
        key={String(solid.value)}
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={`${label}. ${words.keys}`}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => event.buttons && stage.current?.drag(event.movementX, event.movementY)}
        onKeyDown={(event) => stage.current?.press(event.key) && event.preventDefault()}
      />
      <div class="skeleton-views" role="group" aria-label={words.view}>
        {PRESETS.map((name) => (
          <button key={name} type="button" aria-pressed={chosen.value === name} onClick={() => choose(name)}>{words[name]}</button>
        ))}
      </div>
      <div class="skeleton-notes">
        {solid.value === false && <p class="skeleton-flat" role="note">{words.flat}</p>}
        {!plain && loaded.value && <Legend />}
      </div>
    </div>
  );
}

function Legend() {
  const words = w.value.skeleton;
  return (
    <p class="skeleton-legend">
      <span class="title">{words.load}</span>
      <span class="low">{words.to(30)}</span>
      <span class="middling">{words.to(60)}</span>
      <span class="high">{words.to(80)}</span>
      <span class="very-high">{words.from(80)}</span>
    </p>
  );
}

/** One canvas and what is drawn in it, at the screen's pace and only when something is new. */
class Stage {
  private readonly orbit = new Orbit();
  private drawing: Drawing | null = null;
  private body: Body | null = null;
  private due = 0;
  private at = 0;
  private closed = false;
  private readonly resized = new ResizeObserver(() => this.draw());

  constructor(canvas: HTMLCanvasElement, preset: Preset, private readonly loaded: (load: boolean) => void) {
    this.orbit.choose(preset);
    this.resized.observe(canvas);
    void this.open(canvas);
  }

  show(body: Body | null): void {
    this.body = body;
    this.loaded(body?.load != null && Object.keys(body.load).length > 0);
    const points = body ? upright(body) : [];
    const now = performance.now();
    this.orbit.follow(body && facing(points), Math.min((now - this.at) / 1000, 0.2));
    this.at = now;
    this.drawing?.show(body, points);
    this.draw();
  }

  choose(preset: Preset): void {
    this.orbit.choose(preset);
    this.draw();
  }

  drag(dx: number, dy: number): void {
    this.orbit.drag(dx, dy);
    this.draw();
  }

  press(key: string): boolean {
    const known = this.orbit.press(key);
    if (known) this.draw();
    return known;
  }

  repaint(): void {
    this.drawing?.repaint();
    this.show(this.body);
  }

  close(): void {
    this.closed = true;
    this.resized.disconnect();
    cancelAnimationFrame(this.due);
    this.drawing?.dispose();
  }

  /** three.js is loaded only where it can be used; a canvas that was asked for WebGL in vain cannot be drawn on flat, so a new one is. */
  private async open(canvas: HTMLCanvasElement): Promise<void> {
    if (solid.value === null && !hasWebGL()) {
      solid.value = false;
      return;
    }
    if (solid.value === false) this.drawing = new FlatDrawing(canvas);
    else {
      try {
        const { SolidDrawing } = await import("./solid");
        if (this.closed) return;
        this.drawing = new SolidDrawing(canvas);
      } catch {
        solid.value = false;
        return;
      }
    }
    this.show(this.body);
  }

  private draw(): void {
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.drawing?.render(this.orbit);
    });
  }
}

function hasWebGL(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
