/** A view that fails leaves one sentence and a way on, never a blank screen. */
import { Component, type ComponentChildren } from "preact";
import { w } from "../language";

export class ErrorFence extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div class="empty" role="alert">
        <p>{w.value.shell.failed}</p>
        <button class="button" type="button" onClick={() => this.setState({ failed: false })}>{w.value.shell.again}</button>
      </div>
    );
  }
}
