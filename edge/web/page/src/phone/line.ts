/** A phone's own line to the box: readings out, sentences back. It comes back by itself until it is closed. */
import { batch, signal } from "@preact/signals";
import type { Refusal } from "../api";
import { told } from "../language";
import type { Reading } from "./motion";

/** Where a phone can be worn, in the box's own words. */
export const WORN = ["right_thigh", "left_thigh", "right_upper_arm", "left_upper_arm", "right_forearm", "left_forearm"] as const;
export type Worn = (typeof WORN)[number];

const AGAIN_MS = 2000;
/** A line that is this far behind is not told more. */
const MOST_WAITING_BYTES = 64_000;

export class PhoneLine {
  readonly open = signal(false);
  /** What the box said about the readings; empty while it takes them. */
  readonly refusal = signal("");
  private line: WebSocket | null = null;
  private closed = false;

  constructor(private readonly worn: Worn) {
    this.connect();
  }

  send(readings: Reading[]): void {
    if (this.line?.readyState === WebSocket.OPEN && this.line.bufferedAmount < MOST_WAITING_BYTES) this.line.send(JSON.stringify(readings));
  }

  close(): void {
    this.closed = true;
    this.line?.close();
  }

  private connect(): void {
    if (this.closed) return;
    const address = new URL("api/phone", document.baseURI);
    address.search = `?worn=${this.worn}`;
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    this.line = new WebSocket(address);
    this.line.onopen = () =>
      batch(() => {
        this.open.value = true;
        this.refusal.value = "";
      });
    this.line.onmessage = ({ data }) => (this.refusal.value = told(JSON.parse(data as string) as Refusal));
    this.line.onclose = () => {
      this.open.value = false;
      setTimeout(() => this.connect(), AGAIN_MS);
    };
  }
}
